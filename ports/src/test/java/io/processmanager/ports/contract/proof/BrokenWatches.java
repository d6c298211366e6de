package io.processmanager.ports.contract.proof;

import io.processmanager.domain.job.JobState;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.WatchQuery;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Ways to tell the changes of jobs wrongly. */
final class BrokenWatches {

  private BrokenWatches() {}

  static Map<String, UnaryOperator<Jobs>> byRule() {
    WatchQuery.Start beginning = new WatchQuery.Start.Beginning();
    return Map.of(
        "JOB-150", BrokenWatches::missingStops,
        "JOB-151", sound -> asking(sound, query -> query.withStart(new WatchQuery.Start.Now())),
        "JOB-152", sound -> asking(sound, query -> query.withStart(beginning)),
        "JOB-153", sound -> asking(sound, query -> query.withStart(beginning)),
        "JOB-154", sound -> subscribing(sound, RelayingSubscriber.Eager<JobEvent>::new),
        "JOB-157", BrokenWatches::withoutAReason,
        "JOB-158", sound -> subscribing(sound, RelayingSubscriber.Deaf<JobEvent>::new));
  }

  private static boolean isOfStopping(JobEvent event) {
    return event instanceof JobEvent.Changed changed
        && changed.job().state() instanceof JobState.Stopping;
  }

  /** Tells what it told last in the place of a stop. */
  private static Jobs missingStops(Jobs sound) {
    return subscribing(
        sound,
        reader ->
            new RelayingSubscriber<JobEvent>(reader) {
              private @Nullable JobEvent last;

              @Override
              public void onNext(JobEvent event) {
                JobEvent before = last;
                last = isOfStopping(event) && before != null ? before : event;
                reader.onNext(last);
              }
            });
  }

  private static Jobs withoutAReason(Jobs sound) {
    return subscribing(
        sound,
        reader ->
            new RelayingSubscriber<JobEvent>(reader) {
              @Override
              public void onError(Throwable cause) {
                reader.onError(new JobsException.Failed("failed", cause));
              }
            });
  }

  private static Jobs asking(Jobs sound, UnaryOperator<WatchQuery> change) {
    return new DelegatingJobs(sound) {
      @Override
      public Flow.Publisher<JobEvent> watch(WatchQuery query) {
        return sound.watch(change.apply(query));
      }
    };
  }

  private static Jobs subscribing(
      Jobs sound, Function<Flow.Subscriber<? super JobEvent>, Flow.Subscriber<JobEvent>> between) {
    return new DelegatingJobs(sound) {
      @Override
      public Flow.Publisher<JobEvent> watch(WatchQuery query) {
        return reader -> sound.watch(query).subscribe(between.apply(reader));
      }
    };
  }
}
