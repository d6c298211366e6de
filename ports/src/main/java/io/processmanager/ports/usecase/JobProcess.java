package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.LeaderEnd;
import io.processmanager.ports.outbound.ProcessLauncher;
import io.processmanager.ports.outbound.ProcessRef;
import io.processmanager.ports.outbound.Retired;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A job's process in the hand of its launcher. */
final class JobProcess {

  private static final System.Logger LOG = System.getLogger(JobProcess.class.getName());

  private final ProcessLauncher launcher;
  private final ProcessRef process;
  private final JobId job;

  JobProcess(ProcessLauncher launcher, ProcessRef process, JobId job) {
    this.launcher = launcher;
    this.process = process;
    this.job = job;
  }

  CompletionStage<LeaderEnd> onExit() {
    return launcher.onExit(process);
  }

  ProcessStatus status() {
    return launcher.status(process);
  }

  boolean signal(Signal signal) {
    return launcher.signal(process, signal);
  }

  /**
   * SIGCONT lets a job that was stopped by SIGSTOP act on the signal; kill(2), signal(7). Where the
   * system refuses the signal, as to another user's process, the kill is tried all the same.
   */
  void askToEnd(Signal signal) {
    try {
      launcher.signal(process, signal);
      launcher.signal(process, Signal.CONT);
    } catch (JobsException refused) {
      warn("asked to end", refused);
    }
  }

  /** Where the system refuses, whoever waits for the job's end is told that it is pending. */
  void kill() {
    try {
      launcher.kill(process);
    } catch (JobsException refused) {
      warn("killed", refused);
    }
  }

  private void warn(String what, JobsException refused) {
    LOG.log(
        System.Logger.Level.WARNING,
        () -> "job " + job + " cannot be " + what + ": " + refused.getMessage());
  }

  CompletionStage<Retired> retire(Duration patience) {
    return launcher.retire(process, patience);
  }
}
