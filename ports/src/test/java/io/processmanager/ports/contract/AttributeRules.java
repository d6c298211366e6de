package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Resource;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobsException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** What a job starts with beside its program, as the job itself sees it. */
@ContractTopic(
    title = "Attributes",
    hint =
        "Look at how a spec is encoded: umask, nice value and soft limits are "
            + "optional each, zero is a value, and unlimited is one too.")
public interface AttributeRules extends JobsHarness {

  @ContractRule(id = "JOB-100", intent = "the files of a job are as private as was asked for")
  default void umaskIsTheSpecsForAllOfTheJob() throws IOException {
    Job job = jobs().start(JobSpec.of("sh", "-c", "umask; sh -c umask").withUmask(027));

    assertThat(textOf(job.id())).isEqualTo("0027\n0027\n");
  }

  @ContractRule(id = "JOB-101", intent = "a job in the background does not slow down the machine")
  default void niceValueIsTheSpecsForAllOfTheJob() throws Exception {
    Job job = jobs().start(JobSpec.of("sh", "-c", "nice; echo ready; exec sleep 60").withNice(19));
    awaitOutput(job.id(), "ready");

    assertThat(textSoFar(job.id())).isEqualTo("19\nready\n");
    assertThat(((ProcessStatus.Alive) jobs().status(job.id()).process()).nice()).isEqualTo(19);
  }

  @ContractRule(id = "JOB-102", intent = "a job takes no more than it was given, and no less")
  default void softLimitsAreTheSpecsAndAllOthersStay() throws IOException {
    Map<Resource, Limit> wanted = new EnumMap<>(Resource.class);
    wanted.put(Resource.OPEN_FILES, Limit.atMost(64));
    wanted.put(Resource.CORE_SIZE, Limit.atMost(0));
    wanted.put(Resource.FILE_SIZE, Limit.atMost(1 << 20));
    wanted.put(Resource.CPU_TIME, Limit.atMost(600));
    wanted.put(Resource.ADDRESS_SPACE, Limit.atMost(1 << 30));
    JobSpec plain = JobSpec.of("sh", "-c", "cat /proc/$$/limits; sh -c 'cat /proc/$$/limits'");
    JobSpec limited = plain;
    for (Map.Entry<Resource, Limit> limit : wanted.entrySet()) {
      limited = limited.withSoftLimit(limit.getKey(), limit.getValue());
    }

    String[] before = LimitTable.ofLeaderAndChild(textOf(jobs().start(plain).id()));
    String[] after = LimitTable.ofLeaderAndChild(textOf(jobs().start(limited).id()));

    assertThat(after[0]).isEqualTo(LimitTable.withSoft(before[0], wanted));
    assertThat(after[1]).isEqualTo(after[0]);
  }

  @ContractRule(id = "JOB-103", intent = "a soft limit may be raised as far as the hard one")
  default void softLimitMayBeAsHighAsTheHardOne() throws IOException {
    JobSpec spec = JobSpec.of("cat", "/proc/self/limits");
    String before =
        textOf(jobs().start(spec.withSoftLimit(Resource.CORE_SIZE, Limit.atMost(0))).id());
    Limit hard = LimitTable.hard(before, Resource.CORE_SIZE);

    Job job = jobs().start(spec.withSoftLimit(Resource.CORE_SIZE, hard));

    assertThat(textOf(job.id()))
        .isEqualTo(LimitTable.withSoft(before, Map.of(Resource.CORE_SIZE, hard)));
  }

  /** The kernel bounds descriptors by a number, {@code fs.nr_open}; proc_sys_fs(5). */
  @ContractRule(id = "JOB-104", intent = "a limit that cannot be had is named, not cut down")
  default void softLimitAboveTheHardOneIsInvalid() {
    int before = jobs().list(JobQuery.own().withPageSize(1000)).jobs().size();
    JobSpec spec = JobSpec.of("true");

    for (Limit tooHigh : new Limit[] {Limit.atMost(Long.MAX_VALUE), Limit.unlimited()}) {
      assertThatExceptionOfType(JobsException.InvalidRequest.class)
          .isThrownBy(() -> jobs().start(spec.withSoftLimit(Resource.OPEN_FILES, tooHigh)))
          .withMessageContaining("nofile");
    }

    assertThat(jobs().list(JobQuery.own().withPageSize(1000)).jobs()).hasSize(before);
  }

  @ContractRule(id = "JOB-105", intent = "what one job is given, no other job gets")
  default void attributesAreThoseOfOneJobAlone() throws IOException {
    JobSpec spec = JobSpec.of("sh", "-c", "umask; nice; cat /proc/self/limits");
    String before = textOf(jobs().start(spec).id());

    String other =
        textOf(
            jobs()
                .start(
                    spec.withUmask(0777)
                        .withNice(19)
                        .withSoftLimit(Resource.OPEN_FILES, Limit.atMost(63)))
                .id());

    assertThat(other).isNotEqualTo(before);
    assertThat(textOf(jobs().start(spec).id())).isEqualTo(before);
  }
}
