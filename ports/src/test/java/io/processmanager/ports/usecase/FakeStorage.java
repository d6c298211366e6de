package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.outbound.CaptureSpan;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputWriter;
import io.processmanager.ports.outbound.Registration;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps everything, until a test drops or loses some of it. */
final class FakeStorage implements OutputStorage {

  private final Map<JobId, Output> outputs = new HashMap<>();
  boolean readError;
  Runnable beforeNextRead = () -> {};
  Runnable afterNextWait = () -> {};

  @Override
  public synchronized OutputWriter create(JobId job, Owner owner) {
    Output output = new Output();
    outputs.put(job, output);
    return output;
  }

  private synchronized Output of(JobId job) {
    Output output = outputs.get(job);
    if (output == null) {
      throw new IllegalArgumentException("no output of " + job);
    }
    return output;
  }

  synchronized boolean has(JobId job) {
    return outputs.containsKey(job);
  }

  synchronized boolean isEmpty() {
    return outputs.isEmpty();
  }

  void dropBefore(JobId job, long offset) {
    Output output = of(job);
    synchronized (output) {
      output.log = output.log.dropBefore(offset);
    }
  }

  /** Counts bytes that come next as lost. */
  void lose(JobId job, long bytes) {
    Output output = of(job);
    List<Runnable> due;
    synchronized (output) {
      long from = output.log.endOffset();
      output.log = output.log.lose(bytes);
      output.losses.put(from, output.log.endOffset());
      due = output.takeWakeUps();
    }
    due.forEach(Runnable::run);
  }

  int waiting(JobId job) {
    Output output = of(job);
    synchronized (output) {
      return output.wakeUps.size();
    }
  }

  @Override
  public OutputLog log(JobId job) {
    Output output = of(job);
    synchronized (output) {
      return output.log;
    }
  }

  @Override
  public OutputRead read(JobId job, long offset, int maxBytes) {
    if (readError) {
      throw new AssertionError("no memory, on purpose");
    }
    Runnable before = beforeNextRead;
    beforeNextRead = () -> {};
    before.run();
    Output output = of(job);
    synchronized (output) {
      OutputLog.Position position = output.log.locate(offset);
      if (position instanceof OutputLog.Position.Dropped dropped) {
        return new OutputRead.Item(
            new OutputItem.Gap(dropped.from(), dropped.to(), GapCause.DROPPED));
      }
      if (position instanceof OutputLog.Position.Kept) {
        return new OutputRead.Item(output.itemAt(offset, maxBytes));
      }
      return position instanceof OutputLog.Position.Finished
          ? new OutputRead.Finished(output.log)
          : new OutputRead.CaughtUp();
    }
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  @Override
  public Optional<CaptureSpan> captureSpan(JobId job, long offset) {
    Output output = of(job);
    synchronized (output) {
      if (offset < output.log.firstOffset() || offset >= output.log.endOffset()) {
        return Optional.empty();
      }
      Map.Entry<Long, Instant> mark = output.times.floorEntry(offset);
      Long next = output.times.higherKey(offset);
      return Optional.of(
          new CaptureSpan(mark.getValue(), offset, next == null ? output.log.endOffset() : next));
    }
  }

  @Override
  public long offsetSince(JobId job, Instant time) {
    Output output = of(job);
    synchronized (output) {
      return output.times.entrySet().stream()
          .filter(mark -> !mark.getValue().isBefore(time))
          .map(Map.Entry::getKey)
          .findFirst()
          .orElse(output.log.endOffset());
    }
  }

  @Override
  public Registration onGrowth(JobId job, long offset, Runnable wakeUp) {
    Output output = of(job);
    if (!waits(output, offset, wakeUp)) {
      wakeUp.run();
      return () -> {};
    }
    Runnable after = afterNextWait;
    afterNextWait = () -> {};
    after.run();
    return () -> output.forget(wakeUp);
  }

  private static boolean waits(Output output, long offset, Runnable wakeUp) {
    synchronized (output) {
      boolean mustWait = output.log.endOffset() <= offset && !output.log.hasEnded();
      if (mustWait) {
        output.wakeUps.add(wakeUp);
      }
      return mustWait;
    }
  }

  @Override
  public synchronized void delete(JobId job) {
    outputs.remove(job);
  }

  /** One job's output. */
  private static final class Output implements OutputWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Runnable> wakeUps = new ArrayList<>();
    private final NavigableMap<Long, Instant> times = new TreeMap<>();
    private final NavigableMap<Long, Long> losses = new TreeMap<>();
    private OutputLog log = OutputLog.empty();

    OutputItem itemAt(long offset, int maxBytes) {
      Map.Entry<Long, Long> loss = losses.floorEntry(offset);
      if (loss != null && loss.getValue() > offset) {
        return new OutputItem.Gap(offset, endOfLoss(loss.getValue()), GapCause.LOST);
      }
      Long nextLoss = losses.higherKey(offset);
      long end = nextLoss == null ? log.endOffset() : nextLoss;
      long lostBefore =
          losses.headMap(offset).entrySet().stream()
              .mapToLong(before -> before.getValue() - before.getKey())
              .sum();
      int length = (int) Math.min(maxBytes, end - offset);
      int index = (int) (offset - lostBefore);
      return new OutputItem.Chunk(offset, ByteBuffer.wrap(bytes.toByteArray(), index, length));
    }

    private long endOfLoss(long end) {
      Long next = losses.get(end);
      return next == null ? end : endOfLoss(next);
    }

    synchronized void forget(Runnable wakeUp) {
      wakeUps.remove(wakeUp);
    }

    @Override
    public void append(ByteBuffer given, Instant capturedAt) {
      List<Runnable> due;
      synchronized (this) {
        times.put(log.endOffset(), capturedAt);
        log = log.append(given.remaining());
        while (given.hasRemaining()) {
          bytes.write(given.get());
        }
        due = takeWakeUps();
      }
      due.forEach(Runnable::run);
    }

    @Override
    public void end(OutputCompletion how) {
      List<Runnable> due;
      synchronized (this) {
        log = log.end(how);
        due = takeWakeUps();
      }
      due.forEach(Runnable::run);
    }

    private List<Runnable> takeWakeUps() {
      List<Runnable> due = List.copyOf(wakeUps);
      wakeUps.clear();
      return due;
    }
  }
}
