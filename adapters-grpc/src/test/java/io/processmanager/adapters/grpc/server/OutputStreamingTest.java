package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.wire.OutputMapping;
import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OutputStreamingTest extends OverLoopback {

  private static final int READ_AHEAD = 1 << 20;

  /** That, and what may wait in the transport and on its way there. */
  private static final long IN_FLIGHT_AT_MOST = 2L * READ_AHEAD;

  @Test
  void itemsArriveAsTheyWerePublished() throws Exception {
    OutputItem gap = new OutputItem.Gap(0, 7, GapCause.DROPPED);
    OutputItem end =
        new OutputItem.End(
            10,
            OutputCompletion.CUT_OFF,
            new JobState.Ended(
                Instant.EPOCH, Instant.EPOCH, new Exit.Unknown(), new EndCause.ByItself()));
    OutputItem chunk = new OutputItem.Chunk(7, ByteBuffer.wrap(new byte[] {1, 2, 3}));

    try (OutputReader reader = jobs.openOutput(job, OutputQuery.tailLines(5).withLimit(9))) {
      fake.output.subscribed.await();
      fake.output.publish(gap, chunk, end);

      assertThat(reader.next()).contains(gap);
      assertThat(reader.next()).contains(chunk);
      assertThat(reader.next()).contains(end);
      assertThat(reader.next()).isEmpty();
    }
    assertThat(fake.lastStart).isEqualTo(new OutputQuery.Start.TailLines(5));
    assertThat(fake.lastQuery).isEqualTo(OutputQuery.fromOffset(0).withLimit(9));
  }

  @Test
  void largeChunkIsSplitWithoutLossOrRepetition() throws Exception {
    byte[] bytes = new byte[3 * OutputMapping.LARGEST_CHUNK_BYTES + 17];
    new Random(1).nextBytes(bytes);
    ByteBuffer received = ByteBuffer.allocate(bytes.length);
    List<Integer> sizes = new ArrayList<>();

    try (OutputReader reader = jobs.openOutput(job, OutputQuery.fromOffset(100))) {
      fake.output.subscribed.await();
      fake.output.publish(new OutputItem.Chunk(100, ByteBuffer.wrap(bytes)));
      for (Optional<OutputItem> item = reader.next(); item.isPresent(); item = reader.next()) {
        OutputItem.Chunk chunk = (OutputItem.Chunk) item.get();
        assertThat(chunk.offset()).isEqualTo(100 + received.position());
        sizes.add(chunk.data().remaining());
        received.put(chunk.data());
      }
    }

    assertThat(received.array()).isEqualTo(bytes);
    assertThat(sizes).allMatch(size -> size <= OutputMapping.LARGEST_CHUNK_BYTES);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void itemThatCannotBeSentEndsTheStreamOnBothSides() throws Exception {
    OutputItem[] broken = new OutputItem[1];

    try (OutputReader reader = jobs.openOutput(job, OutputQuery.all())) {
      fake.output.subscribed.await();
      fake.output.publish(broken);

      assertThatExceptionOfType(JobsException.Failed.class).isThrownBy(reader::next);
      assertThat(fake.output.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void silentFollowerThatGoesAwayIsGoneOnTheServerAtOnce() throws Exception {
    OutputReader reader = jobs.openOutput(job, OutputQuery.all());
    assertThat(fake.output.subscribed.await(20, TimeUnit.SECONDS)).isTrue();

    reader.close();

    assertThat(fake.output.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void followerWhoseConnectionIsLostIsGoneOnTheServer() throws Exception {
    OutputReader reader = jobs.openOutput(job, OutputQuery.all());
    assertThat(fake.output.subscribed.await(20, TimeUnit.SECONDS)).isTrue();

    jobs.close();

    assertThat(fake.output.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    reader.close();
  }

  @Test
  void clientThatDoesNotReadMakesTheServerAskForNoMore() throws Exception {
    fake.output.flow();
    Stalled stalled = new Stalled();

    try (GrpcJobs client = clientThatReadsAhead(READ_AHEAD)) {
      client.output(job, OutputQuery.all()).subscribe(stalled);
      assertThat(stalled.received.await(20, TimeUnit.SECONDS)).isTrue();
      long asked = askedWhenSettled();

      assertThat(asked * FakeOutput.CHUNK_BYTES).isLessThan(IN_FLIGHT_AT_MOST);
      stalled.cancel();
      assertThat(fake.output.cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private GrpcJobs clientThatReadsAhead(int bytes) {
    return GrpcJobs.builder()
        .address(loopback.address())
        .tls(loopback.pki().client("alice").material())
        .readAhead(bytes)
        .build();
  }

  /** The demand after the server has had time for many times the bound. */
  private long askedWhenSettled() {
    long before = -1;
    long now = fake.output.requested.get();
    while (now != before) {
      before = now;
      // Each of these is a round trip through the same server and its threads.
      for (int i = 0; i < 200; i++) {
        jobs.status(job);
      }
      now = fake.output.requested.get();
      assertThat(now * FakeOutput.CHUNK_BYTES).isLessThan(IN_FLIGHT_AT_MOST);
    }
    return now;
  }
}
