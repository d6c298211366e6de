package io.processmanager.ports.contract;

/**
 * What a transport, or the place where its tests run, may lack without being wrong. A rule that
 * needs what is not declared is skipped, and the report says why; no other rule is.
 */
public enum Capability {

  /** Callers can be had under several names; else all of them are one owner. */
  SEVERAL_OWNERS("all callers are one and the same owner"),

  /** Somebody can be an admin. */
  ADMIN("nobody is an admin"),

  /**
   * Jobs run on the machine and see the files that the tests do: files that a test writes are those
   * a job reads, and a process id that a job tells can be looked up.
   */
  SAME_MACHINE("jobs run on another machine than the tests, or see other files");

  private final String lack;

  Capability(String lack) {
    this.lack = lack;
  }

  /** What it means that this is not there, as the reason for a skipped rule. */
  String lack() {
    return lack;
  }
}
