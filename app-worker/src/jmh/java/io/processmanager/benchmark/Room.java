package io.processmanager.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** How many more jobs a worker on this machine has room for. */
final class Room {

  /** For what runs besides, and for what the worker opens and starts for a moment. */
  private static final int RESERVED_DESCRIPTORS = 200;

  private static final int RESERVED_PROCESSES = 1_000;
  private static final long RESERVED_KIB = 1 << 20;

  /** A process that sleeps takes a kernel stack, page tables and a few pages of its own. */
  private static final long KIB_A_JOB = 512;

  private final ProcFiles worker;
  private final double descriptorsAJob;

  /**
   * @param descriptorsAJob how many descriptors the worker holds for each job; positive
   */
  Room(ProcFiles worker, double descriptorsAJob) {
    this.worker = worker;
    this.descriptorsAJob = descriptorsAJob;
  }

  /**
   * Room for jobs.
   *
   * @param why what there is no more of behind that
   */
  record Jobs(int most, String why) {}

  Jobs jobs() throws IOException {
    return Stream.of(byDescriptors(), byProcesses(), byMemory())
        .min(Comparator.comparingInt(Jobs::most))
        .orElseThrow();
  }

  private Jobs byDescriptors() throws IOException {
    long limit = worker.descriptorLimit();
    long free = limit - worker.descriptors() - RESERVED_DESCRIPTORS;
    return new Jobs(
        atLeastNone(free / descriptorsAJob), "the descriptor limit (ulimit -n) is " + limit);
  }

  private static Jobs byProcesses() throws IOException {
    Path kernel = Path.of("/proc/sys/kernel");
    long limit = Long.MAX_VALUE;
    for (Path file :
        List.of(
            kernel.resolve("pid_max"),
            kernel.resolve("threads-max"),
            Path.of("/sys/fs/cgroup/pids.max"),
            Path.of("/sys/fs/cgroup/pids/pids.max"))) {
      limit = Math.min(limit, ProcFiles.number(file, Long.MAX_VALUE));
    }
    return new Jobs(
        atLeastNone(limit - (double) tasks() - RESERVED_PROCESSES),
        "there may be " + limit + " processes (pid_max, threads-max, pids.max)");
  }

  private static long tasks() throws IOException {
    // "0.10 0.20 0.30 RUNNING/ALL LAST_PID"; proc_loadavg(5).
    String counts = Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[3];
    return Long.parseLong(counts.substring(counts.indexOf('/') + 1));
  }

  private static Jobs byMemory() throws IOException {
    long available = ProcFiles.availableKib();
    return new Jobs(
        atLeastNone((double) (available - RESERVED_KIB) / KIB_A_JOB),
        "there are " + available + " KiB of memory");
  }

  private static int atLeastNone(double jobs) {
    return (int) Math.clamp(jobs, 0, Integer.MAX_VALUE);
  }
}
