package io.processmanager.adapters.os;

import io.processmanager.ports.contract.ProcessLauncherHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Tests on real processes of this machine, with ports of their own each. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class EngineTest implements ProcessLauncherHarness {

  private final LinuxPorts ports = open(LinuxPorts.builder());

  /** How the ports are opened. */
  LinuxPorts open(LinuxPorts.Builder builder) {
    return builder.open();
  }

  @Override
  public final LinuxPorts ports() {
    return ports;
  }

  @AfterEach
  final void closePorts() {
    ports.close();
  }

  /** Lets go of a process and of its output. */
  final void discard(Launched launched) throws Exception {
    await(processes().retire(launched.process(), Duration.ZERO));
    awaitEnd(launched);
    ports.storage().delete(launched.job());
  }

  /** How many descriptors this JVM has open. */
  static long openDescriptors() {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many children this JVM has, zombies included. */
  static long children() {
    return ProcessHandle.current().children().count();
  }
}
