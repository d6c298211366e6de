package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists of one job, by the whole of its id. */
final class JobPagesTest {

  private final FakePorts ports = new FakePorts();
  private final LocalJobs local = LocalJobs.over(ports);
  private final Jobs jobs = local.forCaller(Caller.user("alice"));

  private static JobQuery byId(Object id) {
    return JobQuery.visible().withIdPrefix(id.toString());
  }

  @Test
  void oneJobIsListedByItsWholeIdInLettersOfEitherCase() {
    jobs.start(JobSpec.of("first"));
    Job second = jobs.start(JobSpec.of("second"));

    JobPage page = jobs.list(byId(second.id()));

    assertThat(page.jobs()).containsExactly(second);
    assertThat(page.isLast()).isTrue();
    assertThat(jobs.list(byId(second.id().toString().toUpperCase(Locale.ROOT)))).isEqualTo(page);
  }

  @Test
  void idOfNoJobOrOfSomebodyElsesListsNothing() {
    Job mine = jobs.start(JobSpec.of("x"));

    assertThat(jobs.list(byId(UUID.randomUUID())).jobs()).isEmpty();
    assertThat(jobs.list(byId(mine.id() + "0")).jobs()).isEmpty();
    assertThat(jobs.list(byId("z".repeat(36))).jobs()).isEmpty();
    assertThat(local.forCaller(Caller.user("bob")).list(byId(mine.id())).jobs()).isEmpty();
    assertThat(local.forCaller(Caller.admin("root")).list(byId(mine.id())).jobs())
        .containsExactly(mine);
  }

  @Test
  void pageBehindTheOneJobIsEmpty() {
    Job first = jobs.start(JobSpec.of("first"));
    Job second = jobs.start(JobSpec.of("second"));
    String behindFirst = jobs.list(JobQuery.visible().withPageSize(1)).nextToken();

    assertThat(jobs.list(byId(first.id()).withPageToken(behindFirst)).jobs()).isEmpty();
    assertThat(jobs.list(byId(second.id()).withPageToken(behindFirst)).jobs())
        .containsExactly(second);
    assertThatExceptionOfType(JobsException.InvalidRequest.class)
        .isThrownBy(() -> jobs.list(byId(first.id()).withPageToken("none")));
  }

  @Test
  @Timeout(20)
  void noOtherJobIsLookedAt() throws Exception {
    Job busy = jobs.start(JobSpec.of("busy"));
    Job asked = jobs.start(JobSpec.of("asked"));
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ports.timeWith(
        () -> {
          inside.countDown();
          assertThat(catchThrowable(go::await)).isNull();
          return Instant.EPOCH;
        });

    // A stop asks for the time while it has its job to itself.
    Thread stopper = new Thread(() -> jobs.requestStop(busy.id(), Duration.ofSeconds(1)));
    stopper.start();
    inside.await();

    assertThat(jobs.list(byId(asked.id())).jobs()).containsExactly(asked);

    go.countDown();
    stopper.join();
  }
}
