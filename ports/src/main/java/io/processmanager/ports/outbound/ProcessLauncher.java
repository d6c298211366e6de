package io.processmanager.ports.outbound;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Launches processes and has them in hand until they are retired.
 *
 * <p><b>Behaviour.</b> A launched process is the leader of a session and of a process group of its
 * own, with the spec's attributes, and in its cgroup if it is given one, before its first
 * instruction; the nice value of its scheduling group alone follows right after (sched(7),
 * autogroup), where the kernel lets it. Its stdout and stderr go, in the order written, into the
 * output that the launcher opens for the job in the {@link OutputStorage} it works with. When the
 * leader has ended and the output is still held open by a descendant, the launcher ends the output
 * after a short drain.
 *
 * <p>Until {@link #retire} the launcher keeps the leader's process id from being given away, so
 * that no signal can reach a stranger.
 *
 * <p><b>Threading.</b> Any thread, many at once. Stages complete on a thread that serves all
 * processes: dependents must be quick and must not block.
 */
public interface ProcessLauncher {

  /** How long what was killed may take to vanish before its kill is called pending. */
  Duration DEATH_PATIENCE = Duration.ofMillis(700);

  /**
   * Launches a process and returns once its program has been executed. Where this throws, nothing
   * is left: no process, no zombie, no descriptor, no output.
   *
   * @param job names the output; it has none in the storage yet
   * @param owner whose output it is; says nothing of the user that the process runs as
   * @param spec what to run, and how
   * @return the process, to be given back by {@link #retire}
   * @throws JobsException.NotStarted the program or the working directory is not usable
   * @throws JobsException.InvalidRequest the kernel takes no such arguments or attributes; of a
   *     limit the message names the {@linkplain io.processmanager.domain.job.Resource#shortName()
   *     resource}
   * @throws JobsException.ResourceExhausted no process, descriptor or memory is left
   * @throws JobsException.Unavailable the launcher is closed
   */
  ProcessRef launch(JobId job, Owner owner, JobSpec spec);

  /**
   * {@return a stage that completes when the leader has ended, at once if it has} It never fails:
   * where no status is to be had, its exit is {@link Exit.Unknown}.
   *
   * @param process what {@link #launch} returned
   */
  CompletionStage<LeaderEnd> onExit(ProcessRef process);

  /**
   * Sends a signal to the leader and to all processes of its group.
   *
   * @param process what {@link #launch} returned
   * @param signal what is sent
   * @return whether there was a process to send it to; false once {@link #retire} has let go of it
   * @throws JobsException.Failed the system refuses the signal, as to another user's process
   */
  boolean signal(ProcessRef process, Signal signal);

  /**
   * Sends SIGKILL to all that can be found of the job, its leader included, without waiting for it
   * to die. What may not be signalled is left. Nothing is sent after {@link #retire} has let go of
   * the process.
   *
   * @param process what {@link #launch} returned
   */
  void kill(ProcessRef process);

  /**
   * {@return what the leader is doing now; {@link ProcessStatus.Gone} when it has ended}
   *
   * @param process what {@link #launch} returned
   */
  ProcessStatus status(ProcessRef process);

  /**
   * Deals with what an ended leader left behind, and lets go of the process: waits until nothing is
   * left, kills what is left after {@code patience}, reaps the leader. With no patience it kills
   * what it finds at one stroke without looking for more. Called after {@link #onExit} has
   * completed; called again, with less patience, it brings the kill forward.
   *
   * <p>Where the kill is pending the process is not let go of; called again then, it looks and
   * kills again, and waits for that as long as {@code patience}.
   *
   * @param process what {@link #launch} returned
   * @param patience how long what is left may take to end by itself; from zero
   * @return a stage that never fails and completes when nothing is left that was looked for, or at
   *     the latest {@link #DEATH_PATIENCE} after the kill; at once if the process has been let go
   *     of
   * @throws IllegalStateException the leader has not ended
   */
  CompletionStage<Retired> retire(ProcessRef process, Duration patience);
}
