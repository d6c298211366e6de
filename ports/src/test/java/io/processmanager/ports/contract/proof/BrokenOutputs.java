package io.processmanager.ports.contract.proof;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputQuery.Start;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Ways to give readers the wrong output. */
final class BrokenOutputs {

  private BrokenOutputs() {}

  static Map<String, UnaryOperator<Jobs>> items() {
    return Map.of(
        "JOB-50", sound -> asking(sound, (job, query) -> OutputQuery.tailBytes(5)),
        "JOB-51", sound -> asking(sound, (job, query) -> query.withLimit(500_000)),
        "JOB-52", sound -> asking(sound, (job, query) -> query.withoutFollowing()),
        "JOB-53", BrokenOutputs::withoutAnEnd,
        "JOB-54", sound -> asking(sound, (job, query) -> OutputQuery.all()),
        "JOB-55", sound -> asking(sound, (job, query) -> OutputQuery.tailBytes(0)),
        "JOB-56", BrokenOutputs::withoutAnEnd,
        "JOB-57", sound -> asking(sound, (job, query) -> query.withLimit(Long.MAX_VALUE)),
        "JOB-58", sound -> asking(sound, (job, query) -> aLineMore(query)),
        "JOB-59", sound -> giving(sound, BrokenOutputs::passedOffAsWhole));
  }

  static Map<String, UnaryOperator<Jobs>> demand() {
    return Map.of(
        "JOB-60", sound -> subscribing(sound, RelayingSubscriber.Eager<OutputItem>::new),
        "JOB-61", sound -> subscribing(sound, RelayingSubscriber.Deaf<OutputItem>::new),
        "JOB-62", sound -> failing(sound, cause -> new IllegalStateException("bad request", cause)),
        "JOB-63", sound -> failing(sound, cause -> new JobsException.Failed("failed", cause)),
        "JOB-64", BrokenOutputs::forOneReader);
  }

  static Map<String, UnaryOperator<Jobs>> times() {
    return Map.of(
        "JOB-140", sound -> giving(sound, BrokenOutputs::ofTheEpoch),
        "JOB-141", sound -> asking(sound, (job, query) -> query.withCaptureTimes()),
        "JOB-142", sound -> asking(sound, (job, query) -> oneLess(query)),
        "JOB-143", sound -> asking(sound, (job, query) -> anHourBefore(query)),
        "JOB-144", sound -> locating(sound, sound::locateOutput, 1),
        "JOB-145", sound -> locating(sound, (job, start) -> 0L, 0));
  }

  static Map<String, UnaryOperator<Jobs>> runs() {
    return Map.of("JOB-160", sound -> giving(sound, BrokenOutputs::passedOffAsWhole));
  }

  private static Optional<OutputItem> ofTheEpoch(OutputItem item) {
    return Optional.of(
        item instanceof OutputItem.CaptureTime time
            ? new OutputItem.CaptureTime(time.offset(), Instant.EPOCH)
            : item);
  }

  /** As if a time were a byte. */
  private static OutputQuery oneLess(OutputQuery query) {
    return query.captureTimes() ? query.withLimit(query.limitBytes() - 1) : query;
  }

  private static OutputQuery anHourBefore(OutputQuery query) {
    return query.start() instanceof Start.Since since
        ? OutputQuery.since(since.time().minus(1, ChronoUnit.HOURS))
        : query;
  }

  private static Jobs locating(Jobs sound, BiFunction<JobId, Start, Long> locate, long more) {
    return new DelegatingJobs(sound) {
      @Override
      public long locateOutput(JobId job, Start start) {
        return locate.apply(job, start) + more;
      }
    };
  }

  private static OutputQuery aLineMore(OutputQuery query) {
    return query.start() instanceof Start.TailLines tail
        ? OutputQuery.tailLines(tail.lines() + 1)
        : query;
  }

  private static Jobs withoutAnEnd(Jobs sound) {
    return giving(
        sound, item -> item instanceof OutputItem.End ? Optional.empty() : Optional.of(item));
  }

  private static Optional<OutputItem> passedOffAsWhole(OutputItem item) {
    return Optional.of(
        item instanceof OutputItem.End end
            ? new OutputItem.End(end.offset(), OutputCompletion.COMPLETE, end.job())
            : item);
  }

  private static Jobs asking(Jobs sound, BiFunction<JobId, OutputQuery, OutputQuery> change) {
    return new DelegatingJobs(sound) {
      @Override
      public Flow.Publisher<OutputItem> output(JobId job, OutputQuery query) {
        return sound.output(job, change.apply(job, query));
      }
    };
  }

  private static Jobs giving(Jobs sound, Function<OutputItem, Optional<OutputItem>> change) {
    return subscribing(
        sound,
        reader ->
            new RelayingSubscriber<OutputItem>(reader) {
              @Override
              public void onNext(OutputItem item) {
                change.apply(item).ifPresent(reader::onNext);
              }
            });
  }

  private static Jobs failing(Jobs sound, UnaryOperator<Throwable> change) {
    return subscribing(
        sound,
        reader ->
            new RelayingSubscriber<OutputItem>(reader) {
              @Override
              public void onError(Throwable cause) {
                reader.onError(change.apply(cause));
              }
            });
  }

  private static Jobs forOneReader(Jobs sound) {
    return new DelegatingJobs(sound) {
      @Override
      public Flow.Publisher<OutputItem> output(JobId job, OutputQuery query) {
        AtomicInteger readers = new AtomicInteger();
        return reader ->
            sound
                .output(job, readers.getAndIncrement() == 0 ? query : OutputQuery.fromOffset(10))
                .subscribe(reader);
      }
    };
  }

  private static Jobs subscribing(
      Jobs sound,
      Function<Flow.Subscriber<? super OutputItem>, Flow.Subscriber<OutputItem>> between) {
    return new DelegatingJobs(sound) {
      @Override
      public Flow.Publisher<OutputItem> output(JobId job, OutputQuery query) {
        return reader -> sound.output(job, query).subscribe(between.apply(reader));
      }
    };
  }
}
