package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How jobs are listed. */
@ContractTopic(
    title = "Lists",
    hint =
        "Look at list: page size, scope, filter and token travel, and the token is "
            + "handed back unaltered.")
public interface ListRules extends JobsHarness {

  @ContractRule(
      id = "JOB-90",
      intent = "a long list comes whole and in order, however it is cut",
      needs = Capability.SEVERAL_OWNERS)
  default void pagesTogetherAreTheListInOrderOfStart() {
    Jobs carol = jobsOf("carol");
    List<Job> started = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      started.add(carol.start(JobSpec.of("true", "number " + i)));
    }

    List<Job> listed = new ArrayList<>();
    JobQuery query = JobQuery.own().withPageSize(2);
    JobPage page = carol.list(query);
    listed.addAll(page.jobs());
    while (!page.isLast()) {
      assertThat(page.jobs()).hasSize(2);
      page = carol.list(query.withPageToken(page.nextToken()));
      listed.addAll(page.jobs());
    }

    assertThat(listed)
        .extracting(Job::id)
        .containsExactlyElementsOf(started.stream().map(Job::id).toList());
    assertThat(listed)
        .extracting(job -> job.spec().arguments().get(0))
        .first()
        .isEqualTo("number 0");
  }

  @ContractRule(id = "JOB-91", intent = "a person types the beginning of an id, in either case")
  default void prefixSelectsTheJobsThatBeginSo() {
    Job job = jobs().start(JobSpec.of("true"));
    String prefix = job.id().toString().substring(0, 13);

    assertThat(jobs().list(JobQuery.own().withIdPrefix(prefix)).jobs())
        .extracting(Job::id)
        .containsExactly(job.id());
    assertThat(jobs().list(JobQuery.own().withIdPrefix(prefix.toUpperCase(Locale.ROOT))).jobs())
        .hasSize(1);
    assertThat(jobs().list(JobQuery.own().withIdPrefix("nothing")).jobs()).isEmpty();
  }

  @ContractRule(
      id = "JOB-92",
      intent = "a made-up page token is refused, not taken for the first page")
  default void pageTokenThatNoPageGaveIsInvalid() {
    assertThatExceptionOfType(JobsException.InvalidRequest.class)
        .isThrownBy(() -> jobs().list(JobQuery.own().withPageToken("made up")))
        .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("page_token"));
  }
}
