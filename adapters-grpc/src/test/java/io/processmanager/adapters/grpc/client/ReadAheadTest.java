package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.OutputQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How far ahead of its reader a worker sends. */
class ReadAheadTest extends BehindProxy {

  private static final int LEAST_READ_AHEAD = 64 << 10;

  @Override
  JobId firstJob() throws Exception {
    return start("yes | head -c 8000000; " + waitFor("end"), 8_000_000);
  }

  @Test
  void workerSendsNoMoreAheadThanWasAgreed() throws Exception {
    connect(builder().readAhead(LEAST_READ_AHEAD));
    jobs().output(job, OutputQuery.all()).subscribe(followed);
    followed.request(1);
    assertThat(followed.next()).startsWith("0:");

    // An answer behind what the worker had to send by then.
    for (int i = 0; i < 20; i++) {
      jobs().locateOutput(job, new OutputQuery.Start.TailLines(0));
    }

    assertThat(proxy.bytesFromServer()).isBetween(1L * LEAST_READ_AHEAD, 6L * LEAST_READ_AHEAD);
    letGoOn("end");
  }

  @ParameterizedTest
  @CsvSource({
    "67108864, 65536",
    "134217728, 65536",
    "1073741824, 524288",
    "6442450944, 3145728",
    "8589934592, 4194304",
    "9223372036854775807, 4194304"
  })
  void usualReadAheadGoesByTheHeap(long heap, int readAhead) {
    assertThat(GrpcJobsBuilder.usualReadAhead(heap)).isEqualTo(readAhead);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65_535, 268_435_457})
  void readAheadOutOfBoundsIsRefusedByName(int bytes) {
    assertThatThrownBy(() -> GrpcJobs.builder().readAhead(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("readAhead " + bytes)
        .hasMessageContaining("65536 to 268435456");
  }
}
