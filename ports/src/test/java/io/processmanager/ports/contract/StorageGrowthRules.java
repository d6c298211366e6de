package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputWriter;
import io.processmanager.ports.outbound.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** When readers that wait are woken. */
public interface StorageGrowthRules extends OutputStorageHarness {

  @ContractRule(id = "STO-20", intent = "a reader that has caught up is told of more, once")
  default void readerIsWokenOnceByGrowth() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);
    AtomicInteger calls = new AtomicInteger();

    storage.onGrowth(job, 0, calls::incrementAndGet);
    int before = calls.get();
    writer.append(text("one"), NOON);
    writer.append(text("two"), NOON);
    writer.end(OutputCompletion.COMPLETE);

    assertThat(before).isZero();
    assertThat(calls).hasValue(1);
  }

  @ContractRule(id = "STO-21", intent = "what has grown before the call is not waited for")
  default void readerBehindTheEndIsWokenAtOnce() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    storage.create(job, SOMEBODY).append(text("there"), NOON);
    AtomicInteger calls = new AtomicInteger();

    storage.onGrowth(job, 4, calls::incrementAndGet);

    assertThat(calls).hasValue(1);
  }

  @ContractRule(id = "STO-22", intent = "growth up to an offset is not growth past it")
  default void readerIsNotWokenByWhatItHasAlready() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);
    AtomicInteger calls = new AtomicInteger();

    storage.onGrowth(job, 5, calls::incrementAndGet);
    writer.append(text("12345"), NOON);
    int before = calls.get();
    writer.append(text("6"), NOON);

    assertThat(before).isZero();
    assertThat(calls).hasValue(1);
  }

  @ContractRule(id = "STO-23", intent = "nobody waits for an output that has ended or is gone")
  default void readerIsWokenByTheEndAndByDeletion() {
    OutputStorage storage = open(AMPLE);
    JobId ended = job();
    JobId deleted = job();
    AtomicInteger calls = new AtomicInteger();
    OutputWriter writer = storage.create(ended, SOMEBODY);
    storage.create(deleted, SOMEBODY);
    storage.onGrowth(ended, 0, calls::incrementAndGet);
    storage.onGrowth(deleted, 0, calls::incrementAndGet);

    writer.end(OutputCompletion.COMPLETE);
    storage.delete(deleted);
    storage.onGrowth(ended, 0, calls::incrementAndGet);

    assertThat(calls).hasValue(3);
  }

  @ContractRule(id = "STO-24", intent = "a reader that has left is not called")
  default void cancelledReaderIsNotWoken() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);
    AtomicInteger left = new AtomicInteger();
    AtomicInteger stayed = new AtomicInteger();
    Registration registration = storage.onGrowth(job, 0, left::incrementAndGet);
    storage.onGrowth(job, 0, stayed::incrementAndGet);

    registration.cancel();
    registration.cancel();
    writer.append(text("more"), NOON);

    assertThat(left).hasValue(0);
    assertThat(stayed).hasValue(1);
  }

  @ContractRule(id = "STO-25", intent = "a reader may wait again, or read, when it is woken")
  default void wokenReaderMayUseTheStorage() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);
    List<Long> seen = new ArrayList<>();
    Runnable reader =
        new Runnable() {
          @Override
          public void run() {
            long end = storage.log(job).endOffset();
            seen.add(end);
            if (!storage.log(job).hasEnded()) {
              storage.onGrowth(job, end, this);
            }
          }
        };

    reader.run();
    writer.append(text("one"), NOON);
    writer.append(text("three"), NOON);
    writer.end(OutputCompletion.COMPLETE);

    assertThat(seen).containsExactly(0L, 3L, 8L, 8L);
  }

  @ContractRule(id = "STO-26", intent = "a reader that fails costs the job and others nothing")
  default void failingReaderHarmsNobody() {
    OutputStorage storage = open(AMPLE);
    JobId job = job();
    OutputWriter writer = storage.create(job, SOMEBODY);
    AtomicInteger calls = new AtomicInteger();
    storage.onGrowth(
        job,
        0,
        () -> {
          throw new IllegalStateException("a reader's mistake, on purpose");
        });
    storage.onGrowth(job, 0, calls::incrementAndGet);

    writer.append(text("more"), NOON);

    assertThat(calls).hasValue(1);
    assertThat(storage.log(job).endOffset()).isEqualTo(4);
  }
}
