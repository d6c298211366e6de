package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.domain.log.OutputCompletion;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of one job's pipe. The output ends with the pipe: when the last process that
 * holds it has closed it; or a short drain after the leader's end, when a descendant still does.
 *
 * <p><b>Threading.</b> The reactor's thread.
 */
final class OutputPipe implements Reactor.Source {

  private static final System.Logger LOG = System.getLogger(OutputPipe.class.getName());

  /** What one pipe may take of the reactor's time before the others have their turn. */
  private static final int READS_PER_TURN = 4;

  private final Reactor reactor;
  private final int readEnd;
  private final OutputSink sink;
  private final Drain drain;

  private volatile Reactor.@Nullable Watch watch;
  private boolean ended;
  private long lastBytesAt;
  private long drainEndsAt;

  OutputPipe(Reactor reactor, int readEnd, OutputSink sink, Drain drain) {
    this.reactor = reactor;
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
    watch = reactor.watch(readEnd, this);
  }

  @Override
  public void onReadable() {
    for (int reads = 0; reads < READS_PER_TURN && read() == Read.BYTES; reads++) {}
  }

  /** Takes all that the leader can have written, and gives its descendants a little while. */
  void leaderEnded() {
    if (ended) {
      return;
    }
    takeWhatIsThere();
    lastBytesAt = System.nanoTime();
    drainEndsAt = lastBytesAt + drain.longest().toNanos();
    awaitQuiet();
  }

  private void awaitQuiet() {
    if (!ended) {
      long quietAt = lastBytesAt + drain.quiet().toNanos();
      reactor.at(quietAt - drainEndsAt < 0 ? quietAt : drainEndsAt, this::drainStep);
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
    ByteBuffer buffer = reactor.buffer();
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
    sink.append(buffer.flip());
    return Read.BYTES;
  }

  private void end(OutputCompletion how) {
    if (!ended) {
      letGo();
      sink.end(how);
    }
  }

  /** Stops listening without a word to the storage: there was no launch. */
  void abandon() {
    if (!ended) {
      letGo();
    }
  }

  private void letGo() {
    ended = true;
    Reactor.Watch current = watch;
    if (current != null) {
      reactor.unwatch(current);
    }
    Descriptors.closeQuietly(readEnd);
  }
}
