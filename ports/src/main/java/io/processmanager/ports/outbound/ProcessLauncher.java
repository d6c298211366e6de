package io.processmanager.ports.outbound;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Launches processes and has them in hand until they are retired.
 *
 * <p><b>Behaviour.</b> A launched process is the leader of a session and of a process group of its
 * own. Its stdout and stderr go, in the order written, into the output that the launcher opens for
 * the job in the {@link OutputStorage} it works with. When the leader has ended and the output is
 * still held open by a descendant, the launcher ends the output after a short drain.
 *
 * <p>Until {@link #retire} the launcher keeps the leader's process id from being given away, so
 * that no signal can reach a stranger.
 *
 * <p><b>Threading.</b> Any thread, many at once. Stages complete on a thread that serves all
 * processes: dependents must be quick and must not block.
 */
public interface ProcessLauncher {

  /**
   * Launches a process and returns once its program has been executed. Where this throws, nothing
   * is left: no process, no zombie, no descriptor, no output.
   *
   * @param job names the output; it has none in the storage yet
   * @throws JobsException.NotStarted the program or the working directory is not usable
   * @throws JobsException.InvalidRequest the kernel takes no such arguments
   * @throws JobsException.ResourceExhausted no process, descriptor or memory is left
   * @throws JobsException.Unavailable the launcher is closed
   */
  ProcessRef launch(JobId job, JobSpec spec);

  /**
   * A stage that completes when the leader has ended, at once if it has. It never fails: where no
   * status is to be had, it completes with {@link Exit.Unknown}.
   */
  CompletionStage<Exit> onExit(ProcessRef process);

  /**
   * Sends a signal to the leader and to all processes of its group.
   *
   * @return whether there was a process to send it to; false after {@link #retire}
   */
  boolean signal(ProcessRef process, Signal signal);

  /** What the leader is doing now; {@link ProcessStatus.Gone} when it has ended. */
  ProcessStatus status(ProcessRef process);

  /**
   * Deals with what an ended leader left behind in its session, and lets go of the process: waits
   * until nothing is left, kills what is left after {@code patience}, reaps the leader. With no
   * patience it kills the leader's own group without looking for more. Called after {@link #onExit}
   * has completed; called again, with less patience, it brings the kill forward.
   *
   * @return a stage that never fails and completes when nothing is left that was looked for, with
   *     whether something that the leader left behind was found alive and had to be killed; at once
   *     with false if the process has been let go of
   */
  CompletionStage<Boolean> retire(ProcessRef process, Duration patience);
}
