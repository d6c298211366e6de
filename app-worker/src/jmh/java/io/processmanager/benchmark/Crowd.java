package io.processmanager.benchmark;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Jobs that run at once on one worker and do nothing. */
final class Crowd {

  /** They end by themselves where even {@link #killLeftBehind} is not reached. */
  private static final String LIFE_SECONDS = "1800";

  private static final String MARK = "PROCESS_MANAGER_BENCHMARK";
  private static final String MARK_OF_THIS_RUN = Long.toString(ProcessHandle.current().pid());
  private static final JobSpec IDLE =
      JobSpec.of("/bin/sleep", LIFE_SECONDS).withEnvironment(MARK, MARK_OF_THIS_RUN);

  private final Jobs jobs;
  private final List<JobId> running = new ArrayList<>();

  Crowd(Jobs jobs) {
    this.jobs = jobs;
  }

  int size() {
    return running.size();
  }

  /**
   * Lets it grow to {@code size}.
   *
   * @throws JobsException.ResourceExhausted there is no room for as many
   */
  void growTo(int size) {
    while (running.size() < size) {
      running.add(jobs.start(IDLE).id());
    }
  }

  JobId any(RandomGenerator random) {
    return running.get(random.nextInt(running.size()));
  }

  /** Kills what a worker that had to be killed has left of any crowd of this program. */
  static void killLeftBehind() {
    ProcessHandle.allProcesses().filter(Crowd::isOfThisRun).forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isOfThisRun(ProcessHandle process) {
    try {
      Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
      // Bytes, as a stranger's environment may be no UTF-8.
      String variables =
          new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1) + "\0";
      return ("\0" + variables).contains("\0" + MARK + "=" + MARK_OF_THIS_RUN + "\0");
    } catch (IOException goneOrForbidden) {
      return false;
    }
  }
}
