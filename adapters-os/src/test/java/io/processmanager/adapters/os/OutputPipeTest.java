package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.ports.outbound.OutputWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pipes that a test writes to, on a reactor of its own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OutputPipeTest {

  private Reactor reactor;
  private CaptureLanes lanes;

  @BeforeEach
  void start() throws Exception {
    reactor =
        Reactor.start(
            "process-manager-test", Reactor.BUFFER_BYTES, new DelayScheduler(), Runnable::run);
    lanes = CaptureLanes.within(reactor);
  }

  @AfterEach
  void stop() {
    reactor.stop();
    lanes.stop();
  }

  @Test
  void whoHearsOfTheEndFindsWhatTheLeaderHasWritten() throws Exception {
    Descriptors.Pipe pipe = Descriptors.pipe();
    OutputSink sink = sinkOf((bytes, at) -> bytes.position(bytes.limit()));
    // It is not listened to, so that nothing but the leader's end has it read.
    OutputPipe output = new OutputPipe(lanes, pipe.readEnd(), sink, Drain.standard());
    CompletableFuture<Long> seen = new CompletableFuture<>();
    try (FileOutputStream writing = writingTo(pipe)) {
      writing.write(new byte[50_000]);

      output.leaderEnded(() -> seen.complete(sink.seenBytes()));

      assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo(50_000);
    }
    Descriptors.closeQuietly(pipe.writeEnd());
  }

  @Test
  void pipeThatIsNeverEmptyLeavesOthersTheirTurn() throws Exception {
    Descriptors.Pipe endless = Descriptors.pipe();
    Descriptors.Pipe other = Descriptors.pipe();
    AtomicLong heard = new AtomicLong();
    try (FileOutputStream refilling = writingTo(endless);
        FileOutputStream writing = writingTo(other)) {
      refilling.write('x');
      writing.write('y');
      OutputSink refilled =
          sinkOf(
              (bytes, at) -> {
                bytes.position(bytes.limit());
                if (heard.get() == 0) {
                  refill(refilling);
                }
              });
      new OutputPipe(lanes, endless.readEnd(), refilled, Drain.standard()).open();
      OutputSink sink = sinkOf((bytes, at) -> heard.addAndGet(drained(bytes)));
      new OutputPipe(lanes, other.readEnd(), sink, Drain.standard()).open();

      try {
        Waits.until("the other pipe is read", () -> heard.get() == 1);
      } finally {
        heard.set(1);
      }
    }
    Descriptors.closeQuietly(endless.writeEnd());
    Descriptors.closeQuietly(other.writeEnd());
  }

  private static int drained(ByteBuffer bytes) {
    int length = bytes.remaining();
    bytes.position(bytes.limit());
    return length;
  }

  private static void refill(FileOutputStream pipe) {
    try {
      pipe.write('x');
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Opens the writing end once more. */
  private static FileOutputStream writingTo(Descriptors.Pipe pipe) throws IOException {
    return new FileOutputStream("/proc/self/fd/" + pipe.writeEnd());
  }

  private static OutputSink sinkOf(Appending appending) {
    OutputWriter writer =
        new OutputWriter() {
          @Override
          public void append(ByteBuffer bytes, Instant capturedAt) {
            appending.append(bytes, capturedAt);
          }

          @Override
          public void end(OutputCompletion how) {}
        };
    return new OutputSink(new JobId(UUID.randomUUID()), writer);
  }

  private interface Appending {
    void append(ByteBuffer bytes, Instant capturedAt);
  }
}
