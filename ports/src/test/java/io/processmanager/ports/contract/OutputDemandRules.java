package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** How output is asked for; the rules of {@link Flow} that matter to a job's readers. */
@ContractTopic(
    title = "Back-pressure",
    hint =
        "Look at the Flow.Subscription: deliver no more than was requested, serially, "
            + "let request be called from within onNext, hand a request that is not "
            + "positive to onError, and stop the far side on cancel.")
public interface OutputDemandRules extends JobsHarness {

  @ContractRule(id = "JOB-60", intent = "a reader that is not ready is not sent anything")
  default void asManyItemsComeAsWereAskedFor() throws Exception {
    Job job = startShell(OutputRules.MEGABYTE);
    jobs().awaitExit(job.id());
    Probe<OutputItem> probe = subscribe(job.id());

    probe.subscription().request(2);
    probe.next();
    probe.next();

    assertThat(probe.nextWithin(Duration.ofMillis(200))).as("a third item").isEmpty();
    assertThat(probe.over()).isNotDone();
    probe.subscription().cancel();
  }

  @ContractRule(id = "JOB-61", intent = "who stops reading is left alone, and so is the job")
  default void cancelledReaderIsSentNothingMore() throws Exception {
    Job job = startShell("while :; do echo more; sleep 0.02; done");
    Probe<OutputItem> probe = subscribe(job.id());
    probe.subscription().request(Long.MAX_VALUE);
    probe.next();

    probe.subscription().cancel();
    awaitOutput(job.id(), "more\nmore\nmore\nmore\nmore\nmore\nmore\nmore\nmore\nmore");
    probe.items().clear();
    long printed = jobs().status(job.id()).output().endOffset();
    awaitGrowth(job.id(), printed + 50);

    assertThat(probe.items()).isEmpty();
    assertThat(probe.over()).isNotDone();
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
    Probe<OutputItem> probe = subscribe(job.id());

    probe.subscription().request(0);

    assertThat(probe.over().handle((done, failed) -> failed).get(20, TimeUnit.SECONDS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ContractRule(id = "JOB-63", intent = "a reader that comes to nothing is told, not left waiting")
  default void unknownJobEndsInAnError() throws Exception {
    Probe<OutputItem> probe = subscribe(new JobId(UUID.randomUUID()));

    assertThat(probe.over().handle((done, failed) -> failed).get(20, TimeUnit.SECONDS))
        .isInstanceOf(JobsException.NotFound.class);
  }

  @ContractRule(id = "JOB-64", intent = "each reader has the whole output")
  default void subscribersDoNotShareAPosition() throws Exception {
    Job job = startShell("printf 0123456789");
    jobs().awaitExit(job.id());
    Flow.Publisher<OutputItem> output = jobs().output(job.id(), OutputQuery.all());

    for (int reader = 0; reader < 2; reader++) {
      Probe<OutputItem> probe = new Probe<>();
      output.subscribe(probe);
      probe.subscription().request(Long.MAX_VALUE);

      probe.over().get(20, TimeUnit.SECONDS);
      assertThat(probe.next())
          .isInstanceOfSatisfying(
              OutputItem.Chunk.class, chunk -> assertThat(chunk.nextOffset()).isEqualTo(10));
      assertThat(probe.next()).isInstanceOf(OutputItem.End.class);
    }
  }

  private Probe<OutputItem> subscribe(JobId job) {
    Probe<OutputItem> probe = new Probe<>();
    jobs().output(job, OutputQuery.all()).subscribe(probe);
    return probe;
  }
}
