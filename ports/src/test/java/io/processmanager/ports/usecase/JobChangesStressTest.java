package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.WatchQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Changes that come, and are forgotten, from many threads while others watch them. */
final class JobChangesStressTest {

  private static final Caller ALICE = Caller.user("alice");
  private static final int WRITERS = 4;
  private static final int JOBS_EACH = 5_000;
  private static final int KEPT_EACH = 50;

  private final JobChanges changes = new JobChanges(UUID.randomUUID().toString());
  private final AtomicInteger writing = new AtomicInteger(WRITERS);

  @Test
  void eachEndIsToldOrMissed() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<List<Job>>> writers = new ArrayList<>();
      List<Future<Seen>> watches = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        watches.add(threads.submit(this::watch));
        writers.add(threads.submit((Callable<List<Job>>) this::write));
      }

      List<Job> kept = new ArrayList<>();
      for (Future<List<Job>> writer : writers) {
        kept.addAll(writer.get(60, TimeUnit.SECONDS));
      }
      for (Future<Seen> watch : watches) {
        Seen seen = watch.get(60, TimeUnit.SECONDS);
        assertThat(seen.ended()).containsAll(kept.stream().map(Job::id).toList());
        assertThat(seen.ended().size() == WRITERS * JOBS_EACH || seen.missed())
            .as("%s ends told, of %s, and none missed", seen.ended().size(), WRITERS * JOBS_EACH)
            .isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Starts and ends jobs, and forgets all but the last. */
  private List<Job> write() {
    List<Job> known = new ArrayList<>();
    for (int i = 0; i < JOBS_EACH; i++) {
      JobState.Running running = new JobState.Running(Instant.EPOCH);
      Job job = new Job(new JobId(UUID.randomUUID()), ALICE.owner(), JobSpec.of("x"), running);
      changes.note(job);
      Job ended = job.in(running.end(new Exit.Exited(0), new EndCause.ByItself(), Instant.EPOCH));
      changes.note(ended);
      known.add(ended);
      if (known.size() > KEPT_EACH) {
        changes.forget(known.remove(0).id());
      }
    }
    writing.decrementAndGet();
    return known;
  }

  private Seen watch() {
    ChangeCursor cursor = ChangeCursor.open(changes, ALICE, WatchQuery.all());
    Set<JobId> ended = new HashSet<>();
    boolean missed = false;
    while (true) {
      boolean last = writing.get() == 0;
      JobEvent event = cursor.next();
      if (event instanceof JobEvent.Changed changed
          && changed.job().state() instanceof JobState.Ended) {
        ended.add(changed.job().id());
      }
      missed |= event instanceof JobEvent.Missed;
      if (event == null && last) {
        return new Seen(ended, missed);
      }
    }
  }

  private record Seen(Set<JobId> ended, boolean missed) {}
}
