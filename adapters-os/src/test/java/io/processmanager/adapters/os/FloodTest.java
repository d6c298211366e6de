package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.outbound.OutputLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that print more than anybody reads. */
final class FloodTest extends EngineTest {

  private static final long CAP = 128L << 20;

  @Override
  LinuxPorts open(LinuxPorts.Builder builder) {
    return builder.output(OutputPlace.memory(new OutputLimits(CAP, CAP + (8 << 20)))).open();
  }

  @Test
  void floodStarvesNobodyAndStaysBounded() throws Exception {
    Launched flood = launch(JobSpec.of("yes"));
    awaitGrowth(flood, log -> log.endOffset() > 1 << 20);

    for (int i = 0; i < 20; i++) {
      Launched other = launchShell("echo through the flood");
      awaitEnd(other);
      assertThat(textOf(other)).isEqualTo("through the flood\n");
      assertThat(awaitExit(other)).isEqualTo(new Exit.Exited(0));
    }
    awaitGrowth(flood, log -> log.firstOffset() > 0);

    OutputLog log = ports().storage().log(flood.job());
    assertThat(log.keptBytes()).isBetween(CAP / 2, CAP);
    assertThat(processes().signal(flood.process(), Signal.KILL)).isTrue();
    assertThat(awaitExit(flood)).isEqualTo(new Exit.Signaled(Signal.KILL, false));
  }

  @Test
  void hundredMegabytesOfNoiseAreKeptByteForByte(@TempDir Path directory) throws Exception {
    Path noise = directory.resolve("noise");
    Launched writer = launchShell("head -c 100000000 /dev/urandom > '" + noise + "'");
    assertThat(awaitExit(writer)).isEqualTo(new Exit.Exited(0));

    Launched launched = launch(JobSpec.of("cat", noise.toString()));
    OutputLog log = awaitEnd(launched);

    assertThat(log).isEqualTo(new OutputLog(0, 100_000_000, 0, OutputCompletion.COMPLETE));
    assertThat(sha256(bytesOf(launched))).isEqualTo(sha256(Files.readAllBytes(noise)));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
