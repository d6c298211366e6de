package io.processmanager.ports.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What readers of a job's output are given. */
@ContractTopic(
    title = "Output",
    hint =
        "Look at output: offsets are bytes from the start of the job, chunks arrive "
            + "in order and unaltered, the query travels whole, and the stream ends with "
            + "one End behind the last byte.")
public interface OutputRules extends JobsHarness {

  /** A megabyte in which no two blocks are alike, so that a loss, a swap or a repeat shows. */
  String MEGABYTE = "seq -f 'line %g of many, none of them like another' 1 23000";

  @ContractRule(id = "JOB-50", intent = "both streams are one sequence in the order written")
  default void lateReaderSeesBothStreamsInOrderFromByteZero() throws Exception {
    Job job = startShell("for i in 1 2 3; do echo out $i; echo err $i >&2; done");
    jobs().awaitExit(job.id());

    assertThat(textOf(job.id())).isEqualTo("out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n");
  }

  @ContractRule(id = "JOB-51", intent = "whenever a reader comes, it reads the same bytes")
  default void earlyAndLateReadersReadTheSame() throws Exception {
    Job job = startShell("sleep 0.1; " + MEGABYTE);

    byte[] early = bytesOf(job.id(), OutputQuery.all());
    byte[] late = bytesOf(job.id(), OutputQuery.all());

    assertThat(early.length).isGreaterThan(1_000_000);
    assertThat(early).startsWith("line 1 of many".getBytes(UTF_8));
    assertThat(new String(early, UTF_8))
        .endsWith("line 23000 of many, none of them like another\n");
    assertThat(late).isEqualTo(early);
  }

  @ContractRule(
      id = "JOB-52",
      intent = "a follower sees output when it is written, not at the end",
      needs = Capability.SAME_MACHINE)
  default void followerIsGivenOutputWhileTheJobRuns() throws Exception {
    Path go = Files.createTempDirectory("follower").resolve("go");
    Job job =
        startShell(
            "echo ready; while [ ! -e " + go + " ]; do sleep 0.02; done; echo go; exec sleep 60");

    try (OutputReader reader = jobs().openOutput(job.id(), OutputQuery.all())) {
      awaitOutput(reader, "ready");
      Files.createFile(go);
      awaitOutput(reader, "go");
    }

    assertThat(jobs().status(job.id()).job().state()).isInstanceOf(JobState.Running.class);
    Files.delete(go);
    Files.delete(go.getParent());
  }

  @ContractRule(id = "JOB-53", intent = "the last item tells that it was the last, and the exit")
  default void endComesLastAndCarriesTheExit() throws Exception {
    Job job = startShell("printf 0123456789; exit 3");

    List<OutputItem> items = itemsOf(job, OutputQuery.all());

    assertThat(items.get(items.size() - 1))
        .isEqualTo(new OutputItem.End(10, OutputCompletion.COMPLETE, jobs().awaitExit(job.id())));
    assertThat(jobs().awaitExit(job.id()).exit()).isEqualTo(new Exit.Exited(3));
    assertThat(items.subList(0, items.size() - 1)).allMatch(OutputItem.Chunk.class::isInstance);
  }

  @ContractRule(id = "JOB-54", intent = "a reader that was cut off resumes without loss or repeat")
  default void everyOffsetContinuesWhereItSays() throws Exception {
    Job job = startShell("printf 0123456789");
    jobs().awaitExit(job.id());

    for (int offset = 0; offset <= 10; offset++) {
      assertThat(new String(bytesOf(job.id(), OutputQuery.fromOffset(offset)), UTF_8))
          .isEqualTo("0123456789".substring(offset));
    }
    assertThat(itemsOf(job, OutputQuery.fromOffset(4)).get(0).nextOffset()).isEqualTo(10);
  }

  @ContractRule(id = "JOB-55", intent = "an offset that cannot be is a mistake, not silence")
  default void offsetPastTheEndIsInvalid() throws Exception {
    Job job = startShell("printf 0123456789");
    jobs().awaitExit(job.id());
    textOf(job.id());

    try (OutputReader reader = jobs().openOutput(job.id(), OutputQuery.fromOffset(11))) {
      assertThatExceptionOfType(JobsException.InvalidRequest.class)
          .isThrownBy(reader::next)
          .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("offset"));
    }
  }

  @ContractRule(id = "JOB-56", intent = "a look at what is there does not wait")
  default void readWithoutFollowingEndsWithWhatIsThere() throws Exception {
    Job running = startShell("echo so far; exec sleep 60");
    awaitOutput(running.id(), "so far");
    Job ended = startShell("echo all");
    jobs().awaitExit(ended.id());
    textOf(ended.id());

    List<OutputItem> soFar = itemsOf(running, OutputQuery.all().withoutFollowing());
    List<OutputItem> all = itemsOf(ended, OutputQuery.all().withoutFollowing());

    assertThat(soFar).hasSize(1).allMatch(OutputItem.Chunk.class::isInstance);
    assertThat(all).hasSize(2);
    assertThat(all.get(1)).isInstanceOf(OutputItem.End.class);
  }

  @ContractRule(id = "JOB-57", intent = "a limit is a limit, and is not an end")
  default void limitEndsTheStreamWithoutAnEnd() throws Exception {
    Job job = startShell(MEGABYTE);
    jobs().awaitExit(job.id());

    List<OutputItem> items = itemsOf(job, OutputQuery.fromOffset(5).withLimit(100_000));

    assertThat(items).allMatch(OutputItem.Chunk.class::isInstance);
    assertThat(items.get(items.size() - 1).nextOffset()).isEqualTo(100_005);
  }

  @ContractRule(id = "JOB-58", intent = "the last lines or bytes can be had without the rest")
  default void tailBeginsBeforeTheEnd() throws Exception {
    Job job = startShell("printf 'one\\ntwo\\nthree\\n'; printf four");
    jobs().awaitExit(job.id());
    textOf(job.id());

    assertThat(tail(job, OutputQuery.tailLines(2))).isEqualTo("three\nfour");
    assertThat(tail(job, OutputQuery.tailLines(0))).isEmpty();
    assertThat(tail(job, OutputQuery.tailLines(99))).isEqualTo("one\ntwo\nthree\nfour");
    assertThat(tail(job, OutputQuery.tailBytes(6))).isEqualTo("e\nfour");
    assertThat(tail(job, OutputQuery.tailBytes(99))).isEqualTo("one\ntwo\nthree\nfour");
  }

  @ContractRule(id = "JOB-59", intent = "an output that was cut off is not passed off as whole")
  default void outputHeldByADescendantIsFlaggedAsCutOff() throws Exception {
    Job job = startShell("sleep 60 & echo leader done");

    List<OutputItem> items = itemsOf(job, OutputQuery.all());

    OutputItem.End end = (OutputItem.End) items.get(items.size() - 1);
    assertThat(end.completion()).isEqualTo(OutputCompletion.CUT_OFF);
    assertThat(end.job().exit()).isEqualTo(new Exit.Exited(0));
  }

  private String tail(Job job, OutputQuery query) throws Exception {
    return new String(bytesOf(job.id(), query), UTF_8);
  }
}
