package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tails and times are looked for in storage, which may take long. */
class SlowSearchesTest extends OverLoopback {

  private static final int SEARCHES = 4 * Math.max(8, Runtime.getRuntime().availableProcessors());

  private final CountDownLatch searched = new CountDownLatch(1);

  @AfterEach
  void letSearchesEnd() {
    searched.countDown();
  }

  @Test
  void searchesThatHangHoldUpNoOtherCall() throws Exception {
    fake.searched = searched;
    List<OutputReader> tails = new ArrayList<>();
    for (int i = 0; i < SEARCHES; i++) {
      tails.add(jobs.openOutput(job, OutputQuery.tailLines(1)));
    }

    assertThat(jobs.status(job).job().id()).isEqualTo(job);
    assertThat(jobs.list(JobQuery.visible()).jobs()).hasSize(1);
    OutputReader whole = jobs.openOutput(job, OutputQuery.all());
    assertThat(fake.output.subscribed.await(20, TimeUnit.SECONDS)).isTrue();
    whole.close();
    tails.forEach(OutputReader::close);
  }

  @Test
  void readerIsGivenWhatItAskedForWhenTheSearchIsOver() throws Exception {
    fake.searched = searched;
    fake.begin = 5;

    try (OutputReader tail = jobs.openOutput(job, OutputQuery.tailLines(1))) {
      jobs.status(job);
      assertThat(fake.output.subscribed.getCount()).isEqualTo(1);
      searched.countDown();
      assertThat(fake.output.subscribed.await(20, TimeUnit.SECONDS)).isTrue();
      OutputItem chunk = new OutputItem.Chunk(5, ByteBuffer.wrap(new byte[] {1}));
      fake.output.publish(chunk);

      assertThat(tail.next()).contains(chunk);
      assertThat(tail.next()).isEmpty();
    }
  }
}
