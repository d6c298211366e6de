package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** How often a reader that follows is told of what is being lost. */
final class LossPaceTest {

  private final FakePorts ports = new FakePorts();
  private final Jobs jobs = LocalJobs.over(ports).forCaller(Caller.user("alice"));
  private final Job job = jobs.start(JobSpec.of("x"));
  private final FakeProcesses.FakeProcess process = ports.processes.last();
  private final List<String> seen = new ArrayList<>();

  private void read(OutputQuery query) {
    jobs.output(job.id(), query)
        .subscribe(
            new Flow.Subscriber<>() {

              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
              }

              @Override
              public void onNext(OutputItem item) {
                boolean isGap = item instanceof OutputItem.Gap;
                boolean isEnd = item instanceof OutputItem.End;
                String kind = isGap ? "gap to " : isEnd ? "end at " : "bytes to ";
                seen.add(kind + item.nextOffset());
              }

              @Override
              public void onError(Throwable cause) {
                seen.add("error " + cause);
              }

              @Override
              public void onComplete() {
                seen.add("complete");
              }
            });
  }

  private void lose(int times) {
    for (int i = 0; i < times; i++) {
      ports.storage.lose(job.id(), 10);
    }
  }

  @Test
  void manyLossesThatFollowEachOtherAreToldAtOnce() {
    read(OutputQuery.all());

    lose(1);
    assertThat(seen).containsExactly("gap to 10");
    lose(999);
    assertThat(seen).hasSize(1);
    ports.pass(OutputCursor.PAUSE_AFTER_LOSS);

    assertThat(seen).containsExactly("gap to 10", "gap to 10000");
  }

  @Test
  void whatIsPrintedAfterALossIsReadSoon() {
    read(OutputQuery.all());
    lose(2);
    process.print("x");

    ports.pass(OutputCursor.PAUSE_AFTER_LOSS);
    process.print("y");
    process.end(new Exit.Exited(0));

    assertThat(seen)
        .containsExactly(
            "gap to 10", "gap to 20", "bytes to 21", "bytes to 22", "end at 22", "complete");
  }

  @Test
  void readerThatDoesNotFollowWaitsForNothing() {
    lose(2);
    read(OutputQuery.all().withoutFollowing());

    assertThat(seen).containsExactly("gap to 20", "complete");
  }

  @Test
  void lossBeforeTheEndOfAnOutputThatHasEndedIsToldWithItsEnd() {
    lose(2);
    process.end(new Exit.Exited(0));
    read(OutputQuery.all());

    assertThat(seen).containsExactly("gap to 20", "end at 20", "complete");
  }
}
