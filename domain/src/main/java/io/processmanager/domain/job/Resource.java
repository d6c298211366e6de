package io.processmanager.domain.job;

/** What the kernel limits a process's use of; getrlimit(2). */
public enum Resource {

  /** {@code RLIMIT_NOFILE}: one more than the highest descriptor it may open. */
  OPEN_FILES("nofile"),

  /** {@code RLIMIT_CORE}: the largest core dump, in bytes; 0 for none. */
  CORE_SIZE("core"),

  /** {@code RLIMIT_FSIZE}: the largest file it may write, in bytes; more brings SIGXFSZ. */
  FILE_SIZE("fsize"),

  /** {@code RLIMIT_CPU}: its CPU time, in seconds; more brings SIGXCPU. */
  CPU_TIME("cpu"),

  /** {@code RLIMIT_AS}: its virtual memory, in bytes; more fails with ENOMEM. */
  ADDRESS_SPACE("as");

  private final String shortName;

  Resource(String shortName) {
    this.shortName = shortName;
  }

  /** {@return the name that limits.conf(5) and prlimit(1) use} */
  public String shortName() {
    return shortName;
  }
}
