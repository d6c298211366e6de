package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** How much a reader is given at once. */
final class ChunksTest {

  private static final int KIB = 1024;

  private final FakePorts ports = new FakePorts();
  private final Jobs jobs = LocalJobs.over(ports).forCaller(Caller.user("alice"));
  private final JobId job = jobs.start(JobSpec.of("yes")).id();

  @Test
  void fewReadersAreGivenLargeChunks() {
    print(200 * KIB);

    assertThat(lengths(read())).containsExactly(64 * KIB, 64 * KIB, 64 * KIB, 8 * KIB);
  }

  @Test
  void manyReadersAreGivenSmallChunksAndNothingIsLeftOut() {
    List<Lengths> waiting = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      waiting.add(read());
    }

    print(200 * KIB);

    assertThat(waiting)
        .allSatisfy(
            reader ->
                assertThat(lengths(reader))
                    .allMatch(length -> length <= 16 * KIB)
                    .satisfies(
                        all ->
                            assertThat(all.stream().mapToInt(Integer::intValue).sum())
                                .isEqualTo(200 * KIB)));
    ports.processes.last().end(new Exit.Exited(0));
    assertThat(lengths(read())).as("once they have gone").startsWith(64 * KIB);
  }

  private void print(int bytes) {
    ports.processes.last().print("x".repeat(bytes));
  }

  private Lengths read() {
    Lengths lengths = new Lengths();
    jobs.output(job, OutputQuery.all()).subscribe(lengths);
    return lengths;
  }

  private static List<Integer> lengths(Lengths reader) {
    return reader.lengths;
  }

  private static final class Lengths implements Flow.Subscriber<OutputItem> {

    private final List<Integer> lengths = new ArrayList<>();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(OutputItem item) {
      if (item instanceof OutputItem.Chunk chunk) {
        lengths.add(chunk.data().remaining());
      }
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {}
  }
}
