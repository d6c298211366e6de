package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.contract.ProcessLauncherHarness;
import io.processmanager.ports.outbound.OutboundPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Has the kernel give a leader's process id to a stranger, and sees that the engine leaves it
 * alone. Runs in a PID namespace of its own, where it may choose numbers; pid_namespaces(7).
 */
final class NumberingJvm implements ProcessLauncherHarness {

  private static final Path LAST_NUMBER = Path.of("/proc/sys/kernel/ns_last_pid");
  private static final int TRIES = 200;

  private final LinuxPorts ports;

  private NumberingJvm(CgroupUse use) {
    ports = LinuxPorts.builder().cgroups(use).open();
  }

  /** Prints how it went. */
  public static void main(String[] arguments) throws Exception {
    NumberingJvm jvm = new NumberingJvm(CgroupUse.valueOf(arguments[0]));
    jvm.keepNumberOfUnreapedLeader();
    jvm.leaveStrangerAlone();
    System.out.println(StrangeJvm.PASSED);
  }

  @Override
  public OutboundPorts ports() {
    return ports;
  }

  private void keepNumberOfUnreapedLeader() throws Exception {
    Launched ended = launchShell("exit 0");
    awaitExit(ended);
    for (int i = 0; i < 10; i++) {
      Process other = startAfter(ended.process().pid() - 1);
      assertThat(other.pid()).isNotEqualTo(ended.process().pid());
      end(other);
    }
    await(processes().retire(ended.process(), Duration.ZERO));
  }

  private void leaveStrangerAlone() throws Exception {
    Launched reaped = launchShell("exit 0");
    awaitExit(reaped);
    await(processes().retire(reaped.process(), Duration.ofHours(1)));
    Process stranger = strangerCalled(reaped.process().pid());

    assertThat(processes().signal(reaped.process(), Signal.KILL)).isFalse();
    processes().kill(reaped.process());
    assertThat(await(processes().retire(reaped.process(), Duration.ZERO)).killed()).isFalse();
    assertThat(processes().status(reaped.process())).isEqualTo(new ProcessStatus.Gone());
    // One more job is looked for, and the engine closes over another that runs.
    launchShell("sleep 60");
    Launched last = launchShell("sleep 60 & exit 0");
    awaitExit(last);
    await(processes().retire(last.process(), Duration.ofMillis(1)));
    ports.close();

    assertThat(stranger.isAlive()).isTrue();
    end(stranger);
  }

  private static Process strangerCalled(long pid) throws Exception {
    for (int i = 0; i < TRIES; i++) {
      Process candidate = startAfter(pid - 1);
      if (candidate.pid() == pid) {
        return candidate;
      }
      // A thread of this JVM was faster.
      end(candidate);
    }
    throw new AssertionError("no process was given the number " + pid);
  }

  /** Starts the leader of a session, whose number is the next that is free after {@code last}. */
  private static Process startAfter(long last) throws IOException {
    Files.writeString(LAST_NUMBER, Long.toString(last));
    return new ProcessBuilder("setsid", "sleep", "60").start();
  }

  private static void end(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
