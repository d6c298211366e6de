package io.processmanager.ports.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputQuery.Start;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** When output was captured, and where a reader begins. */
@ContractTopic(
    title = "Times of capture",
    hint =
        "Look at how items are encoded: CaptureTime is an item of its own, to the "
            + "millisecond, and comes only if the query asks for it.")
public interface OutputTimeRules extends JobsHarness {

  @ContractRule(id = "JOB-140", intent = "each byte can be given the time it was captured at")
  default void captureTimesComeBeforeTheBytesTheyBelongTo() throws Exception {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Job job = startShell("echo one; sleep 0.3; echo two");

    List<OutputItem> items = itemsOf(job, OutputQuery.all().withCaptureTimes());
    Instant after = Instant.now();

    assertThat(items).hasSize(5);
    OutputItem.CaptureTime one = (OutputItem.CaptureTime) items.get(0);
    OutputItem.CaptureTime two = (OutputItem.CaptureTime) items.get(2);
    assertThat(one.offset()).isZero();
    assertThat(items.get(1).nextOffset()).isEqualTo(4);
    assertThat(two.offset()).isEqualTo(4);
    assertThat(items.get(3).nextOffset()).isEqualTo(8);
    assertThat(one.at()).isBetween(before, after);
    assertThat(two.at()).isBetween(one.at().plusMillis(100), after);
  }

  @ContractRule(id = "JOB-141", intent = "who asks for no times is given bytes alone")
  default void withoutBeingAskedForTimesAreNotTold() throws Exception {
    Job job = startShell("echo one; sleep 0.1; echo two");

    List<OutputItem> items = itemsOf(job, OutputQuery.all());

    assertThat(items).noneMatch(OutputItem.CaptureTime.class::isInstance);
  }

  @ContractRule(id = "JOB-142", intent = "a time is an item that is asked for like any other")
  default void limitCountsBytesAndNotTimes() throws Exception {
    Job job = startShell("printf 0123456789");
    jobs().awaitExit(job.id());
    textOf(job.id());

    List<OutputItem> items =
        itemsOf(job, OutputQuery.fromOffset(4).withLimit(3).withCaptureTimes());

    assertThat(items).hasSize(2);
    assertThat(items.get(0)).isInstanceOf(OutputItem.CaptureTime.class);
    assertThat(items.get(0).nextOffset()).isEqualTo(4);
    assertThat(items.get(1).nextOffset()).isEqualTo(7);
  }

  @ContractRule(id = "JOB-143", intent = "what was printed since then can be had without the rest")
  default void sinceBeginsAtTheFirstByteOfThatTime() throws Exception {
    Job job = startShell("echo one; sleep 0.3; echo two");
    jobs().awaitExit(job.id());
    List<OutputItem> items = itemsOf(job, OutputQuery.all().withCaptureTimes());
    Instant two = ((OutputItem.CaptureTime) items.get(2)).at();

    assertThat(textSince(job, Instant.EPOCH)).isEqualTo("one\ntwo\n");
    assertThat(textSince(job, two)).isEqualTo("two\n");
    assertThat(textSince(job, two.plusMillis(1))).isEmpty();
  }

  private String textSince(Job job, Instant time) throws Exception {
    return new String(bytesOf(job.id(), OutputQuery.since(time)), UTF_8);
  }

  @ContractRule(id = "JOB-144", intent = "a reader can be told beforehand where it would begin")
  default void locatedStartIsWhereAReaderBegins() throws Exception {
    Job job = startShell("printf 'one\\ntwo\\nthree\\n'; printf four");
    jobs().awaitExit(job.id());
    textOf(job.id());

    assertThat(jobs().locateOutput(job.id(), new Start.TailLines(2))).isEqualTo(8);
    assertThat(jobs().locateOutput(job.id(), new Start.TailBytes(5))).isEqualTo(13);
    assertThat(jobs().locateOutput(job.id(), new Start.AtOffset(3))).isEqualTo(3);
    assertThat(jobs().locateOutput(job.id(), new Start.Since(Instant.EPOCH))).isZero();
    assertThat(jobs().locateOutput(job.id(), new Start.Since(Instant.now().plusSeconds(9))))
        .isEqualTo(18);
  }

  @ContractRule(id = "JOB-145", intent = "a start that cannot be is refused as a read would be")
  default void startThatCannotBeIsNotLocated() throws Exception {
    Job job = startShell("printf 0123456789");
    jobs().awaitExit(job.id());
    textOf(job.id());

    assertThatExceptionOfType(JobsException.InvalidRequest.class)
        .isThrownBy(() -> jobs().locateOutput(job.id(), new Start.AtOffset(11)))
        .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("offset"));
    assertThatExceptionOfType(JobsException.NotFound.class)
        .isThrownBy(() -> jobs().locateOutput(new JobId(UUID.randomUUID()), new Start.AtOffset(0)));
    if (capabilities().contains(Capability.SEVERAL_OWNERS)) {
      assertThatExceptionOfType(JobsException.NotPermitted.class)
          .isThrownBy(() -> jobsOf("mallory").locateOutput(job.id(), new Start.AtOffset(0)));
    }
  }
}
