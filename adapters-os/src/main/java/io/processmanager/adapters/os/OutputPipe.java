package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.domain.log.OutputCompletion;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of one job's pipe. The output ends with the pipe: when the last process that
 * holds it has closed it; or a short drain after the leader's end, when a descendant still does.
 *
 * <p><b>Threading.</b> The thread of the lane that serves it, which alone moves it to another.
 */
final class OutputPipe implements Reactor.Source {

  private static final System.Logger LOG = System.getLogger(OutputPipe.class.getName());

  /** What one pipe may take of the reactor's time before the others have their turn. */
  private static final int READS_PER_TURN = 4;

  private static final Duration ABANDON_PATIENCE = Duration.ofMillis(500);

  private final CaptureLanes lanes;
  private final int readEnd;
  private final OutputSink sink;
  private final Drain drain;
  private final FloodGauge gauge;

  private volatile Reactor lane;
  private volatile Reactor.@Nullable Watch watch;
  private boolean ended;
  private boolean draining;
  private long lastBytesAt;
  private long drainEndsAt;

  OutputPipe(CaptureLanes lanes, int readEnd, OutputSink sink, Drain drain) {
    this.lanes = lanes;
    this.lane = lanes.calm();
    this.gauge = new FloodGauge(readEnd);
    this.readEnd = readEnd;
    this.sink = sink;
    this.drain = drain;
  }

  /** What became of one attempt to read. */
  private enum Read {
    BYTES,
    NOTHING_NOW,
    END
  }

  /** Begins to listen; before there is a process that writes. Any thread. */
  void open() throws ErrnoException {
    watch = lane.watch(readEnd, this);
  }

  @Override
  public void onReadable() {
    long before = sink.seenBytes();
    for (int reads = 0; reads < READS_PER_TURN && read() == Read.BYTES; reads++) {}
    if (ended) {
      return;
    }
    boolean flood = gauge.afterTurn(sink.seenBytes() - before);
    if (!draining) {
      Reactor fitting = flood ? lanes.floods().orElse(lane) : lanes.calm();
      if (fitting != lane) {
        moveTo(fitting);
      }
    }
  }

  /** The last that this thread does with it, if it succeeds. */
  private void moveTo(Reactor other) {
    Reactor before = lane;
    letGoOf(before);
    if (!serveOn(other) && !serveOn(before)) {
      LOG.log(System.Logger.Level.DEBUG, "an output that was moved when all is closed ends");
      end(OutputCompletion.CUT_OFF);
    }
  }

  private boolean serveOn(Reactor next) {
    Reactor.Watch nextWatch = next.newWatch(readEnd, this);
    lane = next;
    watch = nextWatch;
    try {
      return next.begin(nextWatch);
    } catch (ErrnoException failure) {
      LOG.log(System.Logger.Level.WARNING, "an output cannot be listened to there", failure);
      return false;
    }
  }

  /**
   * Takes all that the leader can have written, and gives its descendants a little while. Any
   * thread.
   *
   * @param then called when it has been taken, on the thread that did
   */
  void leaderEnded(Runnable then) {
    onLane(
        () -> {
          try {
            takeTheLast();
          } finally {
            then.run();
          }
        });
  }

  /** Here, if this is the lane's thread or that has ended, and nobody touches the output. */
  private void onLane(Runnable task) {
    Reactor current = lane;
    if (current.isCurrentThread()) {
      task.run();
    } else if (!current.execute(() -> onLane(task))) {
      if (current == lane) {
        task.run();
      } else {
        onLane(task);
      }
    }
  }

  private void takeTheLast() {
    if (ended) {
      return;
    }
    draining = true;
    takeWhatIsThere();
    lastBytesAt = System.nanoTime();
    drainEndsAt = lastBytesAt + drain.longest().toNanos();
    awaitQuiet();
  }

  private void awaitQuiet() {
    if (!ended) {
      long quietAt = lastBytesAt + drain.quiet().toNanos();
      lane.at(quietAt - drainEndsAt < 0 ? quietAt : drainEndsAt, this::drainStep);
    }
  }

  private void drainStep() {
    // A busy reactor may be late: what lies in the pipe is not silence.
    if (!ended && read() != Read.END) {
      long now = System.nanoTime();
      boolean quiet = now - lastBytesAt >= drain.quiet().toNanos();
      if (quiet || now - drainEndsAt >= 0) {
        end(OutputCompletion.CUT_OFF);
      } else {
        awaitQuiet();
      }
    }
  }

  @Override
  public void onStop() {
    if (!ended) {
      takeWhatIsThere();
      end(OutputCompletion.CUT_OFF);
    }
  }

  /** Reads on to silence or the end, but not longer than a writer could keep it up. */
  private void takeWhatIsThere() {
    long before = sink.seenBytes();
    long capacity = capacity();
    while (sink.seenBytes() - before < capacity && read() == Read.BYTES) {}
  }

  private long capacity() {
    try {
      return Descriptors.pipeCapacity(readEnd);
    } catch (ErrnoException failure) {
      throw new IllegalStateException("a pipe of unknown size", failure);
    }
  }

  private Read read() {
    if (ended) {
      return Read.END;
    }
    ByteBuffer buffer = lane.buffer();
    try {
      if (Descriptors.read(readEnd, buffer) == 0) {
        end(OutputCompletion.COMPLETE);
        return Read.END;
      }
    } catch (ErrnoException failure) {
      if (failure.errno() == Errno.EAGAIN) {
        return Read.NOTHING_NOW;
      }
      LOG.log(System.Logger.Level.ERROR, "a job's output cannot be read any more", failure);
      end(OutputCompletion.CUT_OFF);
      return Read.END;
    }
    lastBytesAt = System.nanoTime();
    sink.append(buffer.flip(), Instant.now());
    return Read.BYTES;
  }

  private void end(OutputCompletion how) {
    if (!ended) {
      letGo();
      sink.end(how);
    }
  }

  /**
   * Stops listening without a word to the storage: there was no launch. Any thread; returns when it
   * is done, or will be as soon as the storage lets the lane's thread go.
   */
  void abandon() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    onLane(
        () -> {
          try {
            if (!ended) {
              letGo();
            }
          } finally {
            done.complete(null);
          }
        });
    lane.handOver();
    boolean _ = Reactor.awaited(done, ABANDON_PATIENCE);
  }

  private void letGo() {
    ended = true;
    letGoOf(lane);
    Descriptors.closeQuietly(readEnd);
  }

  private void letGoOf(Reactor served) {
    Reactor.Watch current = watch;
    if (current != null) {
      served.unwatch(current);
    }
  }
}
