package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The times between the bytes, and reading from a time on. */
final class CaptureTimesTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final FakePorts ports = new FakePorts();
  private final Jobs jobs = LocalJobs.over(ports).forCaller(Caller.user("alice"));
  private final Job job = jobs.start(JobSpec.of("x"));
  private final FakeProcesses.FakeProcess process = ports.processes.last();

  private void print(String text) {
    process.print(text);
    ports.pass(Duration.ofSeconds(1));
  }

  @Test
  void timeIsToldBeforeTheFirstBytesAndWhereverItChanges() {
    print("one");
    print("two");
    Probe probe = follow(OutputQuery.all().withCaptureTimes(), Long.MAX_VALUE);

    print("three");
    process.end(new Exit.Exited(0));

    assertThat(probe.seen)
        .containsExactly("0@0", "0:one", "3@1", "3:two", "6@2", "6:three", "end", "complete");
  }

  @Test
  void bytesOfOneTimeAreToldThatOnce() {
    process.print("a");
    Probe probe = follow(OutputQuery.all().withCaptureTimes(), Long.MAX_VALUE);

    process.print("b");

    assertThat(probe.seen).containsExactly("0@0", "0:a", "1:b");
  }

  @Test
  void timeWaitsForDemandAsBytesDo() {
    print("one");
    Probe probe = follow(OutputQuery.all().withCaptureTimes(), 0);
    assertThat(probe.seen).isEmpty();

    probe.subscription().request(1);
    assertThat(probe.seen).containsExactly("0@0");
    probe.subscription().request(1);

    assertThat(probe.seen).containsExactly("0@0", "0:one");
  }

  @Test
  void gapHasNoTimeAndWhatFollowsHasItsOwn() {
    print("one");
    print("two");
    ports.storage.dropBefore(job.id(), 3);

    Probe probe = follow(OutputQuery.all().withCaptureTimes(), Long.MAX_VALUE);

    assertThat(probe.seen).containsExactly("gap", "3@1", "3:two");
  }

  @Test
  void sinceBeginsWhereThatTimeDoesAndAtTheEndIfItIsToCome() {
    print("one");
    print("two");

    Probe probe = follow(OutputQuery.since(START.plusSeconds(1)), Long.MAX_VALUE);
    Probe later = follow(OutputQuery.since(START.plusSeconds(60)), Long.MAX_VALUE);
    print("three");

    assertThat(probe.seen).containsExactly("3:two", "6:three");
    assertThat(later.seen).containsExactly("6:three");
  }

  private Probe follow(OutputQuery query, long demand) {
    Probe probe = new Probe();
    jobs.output(job.id(), query).subscribe(probe);
    if (demand > 0) {
      probe.subscription().request(demand);
    }
    return probe;
  }

  private static final class Probe implements Flow.Subscriber<OutputItem> {

    private final List<String> seen = new ArrayList<>();
    private Flow.@Nullable Subscription subscription;

    Flow.Subscription subscription() {
      return Objects.requireNonNull(subscription);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(OutputItem item) {
      if (item instanceof OutputItem.Chunk chunk) {
        seen.add(chunk.offset() + ":" + StandardCharsets.UTF_8.decode(chunk.data()));
      } else if (item instanceof OutputItem.CaptureTime time) {
        seen.add(time.offset() + "@" + Duration.between(START, time.at()).toSeconds());
      } else {
        seen.add(item instanceof OutputItem.Gap ? "gap" : "end");
      }
    }

    @Override
    public void onError(Throwable cause) {
      seen.add("error " + cause);
    }

    @Override
    public void onComplete() {
      seen.add("complete");
    }
  }
}
