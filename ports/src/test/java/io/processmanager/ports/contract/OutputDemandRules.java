package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** How output is asked for; the rules of {@link Flow} that matter to a job's readers. */
public interface OutputDemandRules extends JobsHarness {

  @ContractRule(id = "JOB-60", intent = "a reader that is not ready is not sent anything")
  default void asManyItemsComeAsWereAskedFor() throws Exception {
    Job job = startShell(OutputRules.MEGABYTE);
    jobs().awaitExit(job.id());
    Probe probe = subscribe(job.id());

    probe.subscription().request(2);
    probe.nextItem();
    probe.nextItem();

    assertThat(probe.items.poll(200, TimeUnit.MILLISECONDS)).as("a third item").isNull();
    assertThat(probe.over).isNotDone();
    probe.subscription().cancel();
  }

  @ContractRule(id = "JOB-61", intent = "who stops reading is left alone, and so is the job")
  default void cancelledReaderIsSentNothingMore() throws Exception {
    Job job = startShell("while :; do echo more; sleep 0.02; done");
    Probe probe = subscribe(job.id());
    probe.subscription().request(Long.MAX_VALUE);
    probe.nextItem();

    probe.subscription().cancel();
    awaitOutput(job.id(), "more\nmore\nmore\nmore\nmore\nmore\nmore\nmore\nmore\nmore");
    probe.items.clear();
    long printed = jobs().status(job.id()).output().endOffset();
    awaitGrowth(job.id(), printed + 50);

    assertThat(probe.items).isEmpty();
    assertThat(probe.over).isNotDone();
    assertThat(jobs().status(job.id()).job().state()).isInstanceOf(JobState.Running.class);
  }

  private void awaitGrowth(JobId job, long offset) throws InterruptedException {
    long now = jobs().status(job).output().endOffset();
    try (var reader = jobs().openOutput(job, OutputQuery.fromOffset(now))) {
      while (now < offset) {
        now = reader.next().orElseThrow().nextOffset();
      }
    }
  }

  @ContractRule(id = "JOB-62", intent = "asking for nothing is a mistake that shows")
  default void requestForNothingEndsInAnError() throws Exception {
    Job job = jobs().start(JobSpec.of("sleep", "60"));
    Probe probe = subscribe(job.id());

    probe.subscription().request(0);

    assertThat(probe.over.handle((done, failed) -> failed).get(20, TimeUnit.SECONDS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ContractRule(id = "JOB-63", intent = "a reader that comes to nothing is told, not left waiting")
  default void unknownJobEndsInAnError() throws Exception {
    Probe probe = subscribe(new JobId(UUID.randomUUID()));

    assertThat(probe.over.handle((done, failed) -> failed).get(20, TimeUnit.SECONDS))
        .isInstanceOf(JobsException.NotFound.class);
  }

  @ContractRule(id = "JOB-64", intent = "each reader has the whole output")
  default void subscribersDoNotShareAPosition() throws Exception {
    Job job = startShell("printf 0123456789");
    jobs().awaitExit(job.id());
    Flow.Publisher<OutputItem> output = jobs().output(job.id(), OutputQuery.all());

    for (int reader = 0; reader < 2; reader++) {
      Probe probe = new Probe();
      output.subscribe(probe);
      probe.subscription().request(Long.MAX_VALUE);

      probe.over.get(20, TimeUnit.SECONDS);
      assertThat(probe.nextItem().nextOffset()).isEqualTo(10);
      assertThat(probe.nextItem()).isInstanceOf(OutputItem.End.class);
    }
  }

  private Probe subscribe(JobId job) {
    Probe probe = new Probe();
    jobs().output(job, OutputQuery.all()).subscribe(probe);
    return probe;
  }

  /** Notes what it is signalled. */
  final class Probe implements Flow.Subscriber<OutputItem> {

    private final CompletableFuture<Flow.Subscription> given = new CompletableFuture<>();
    private final BlockingQueue<OutputItem> items = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    Flow.Subscription subscription() throws Exception {
      return given.get(20, TimeUnit.SECONDS);
    }

    OutputItem nextItem() throws InterruptedException {
      OutputItem item = items.poll(20, TimeUnit.SECONDS);
      assertThat(item).as("another item").isNotNull();
      return Objects.requireNonNull(item);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      given.complete(subscription);
    }

    @Override
    public void onNext(OutputItem item) {
      items.add(item);
    }

    @Override
    public void onError(Throwable cause) {
      over.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
      over.complete(true);
    }
  }
}
