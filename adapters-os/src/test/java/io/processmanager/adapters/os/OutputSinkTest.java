package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.ports.outbound.OutputWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of bytes that a storage does not take. */
final class OutputSinkTest {

  private final Writer writer = new Writer();
  private final OutputSink sink = new OutputSink(new JobId(UUID.randomUUID()), writer);

  private void print(int bytes) {
    sink.append(ByteBuffer.allocate(bytes), Instant.EPOCH);
  }

  @Test
  void allIsCountedThatCameUntilLossesCouldBe() {
    writer.fails = true;
    print(5);
    print(7);
    writer.fails = false;
    print(6);
    sink.end(OutputCompletion.COMPLETE);

    assertThat(writer.told).containsExactly("lost 12", "6", "COMPLETE");
    assertThat(sink.seenBytes()).isEqualTo(18);
  }

  @Test
  void outputWithALossThatCouldNotBeCountedIsCutOff() {
    print(3);
    writer.fails = true;
    print(5);
    writer.failsAtLosses = true;
    writer.fails = false;
    sink.end(OutputCompletion.COMPLETE);

    assertThat(writer.told).containsExactly("3", "CUT_OFF");
  }

  /** Takes all or nothing. */
  private static final class Writer implements OutputWriter {

    private final List<String> told = new ArrayList<>();
    private boolean fails;
    private boolean failsAtLosses;

    private void tell(String what, boolean failing) {
      if (failing) {
        throw new IllegalStateException("full, on purpose");
      }
      told.add(what);
    }

    @Override
    public void append(ByteBuffer bytes, Instant capturedAt) {
      tell(Integer.toString(bytes.remaining()), fails);
      bytes.position(bytes.limit());
    }

    @Override
    public void lose(long lengthBytes, Instant at) {
      tell("lost " + lengthBytes, fails || failsAtLosses);
    }

    @Override
    public void end(OutputCompletion how) {
      tell(how.toString(), fails);
    }
  }
}
