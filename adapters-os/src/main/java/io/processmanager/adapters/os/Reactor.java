package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Epoll;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.ports.outbound.Scheduler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that serves the descriptors of all processes. Whatever a source or a task throws,
 * the thread goes on. Between two waits it runs {@link Dependents}, of which one that blocks loses
 * it the reactor: another thread goes on then.
 */
final class Reactor {

  private static final System.Logger LOG = System.getLogger(Reactor.class.getName());
  static final int BUFFER_BYTES = 64 * 1024;

  private static final long WAKE_UP_TOKEN = 0;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** After a want of memory. */
  private static final long RETRY_NANOS = 50 * NANOS_PER_MILLI;

  /** Others wait for as long. */
  private static final int MOST_TRIES = 20;

  private static final String CALL_FAILED = "a call on the process engine's thread failed";

  private final Epoll epoll;
  private final int wakeUps;
  private final Dependents dependents;
  private final ByteBuffer buffer;
  private final Map<Long, Watch> watches = new ConcurrentHashMap<>();
  private final AtomicLong tokens = new AtomicLong(WAKE_UP_TOKEN + 1);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean wakeUpPending = new AtomicBoolean();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean stopping;

  // The reactor's thread: of the last wait, and how many of that have been served.
  private int ready;
  private int served;
  private int triesWithoutMemory;

  // Guarded by ended.
  private boolean closed;

  private Reactor(
      Epoll epoll,
      int wakeUps,
      String name,
      int bufferBytes,
      Scheduler scheduler,
      Executor others) {
    this.epoll = epoll;
    this.wakeUps = wakeUps;
    this.buffer = ByteBuffer.allocateDirect(bufferBytes);
    this.dependents = new Dependents(name, scheduler, others, this::run);
  }

  /** Something with a descriptor that becomes readable. Called on the reactor's thread. */
  interface Source {

    /** The descriptor is readable or hung up; called again as long as it is. */
    void onReadable();

    /** The reactor stops: nothing will be called any more. */
    void onStop();
  }

  /** A source that is being watched. Tokens are never used twice, so a late event finds nothing. */
  record Watch(long token, int descriptor, Source source) {}

  private record Timer(long at, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return Long.signum(at - other.at);
    }
  }

  /**
   * Starts the thread.
   *
   * @param name the thread's
   * @param bufferBytes how much {@link #buffer} takes
   * @param others run what is no work for this thread
   */
  static Reactor start(String name, int bufferBytes, Scheduler scheduler, Executor others)
      throws ErrnoException {
    Epoll epoll = Epoll.open();
    try {
      int wakeUps = Descriptors.eventCounter();
      try {
        epoll.add(wakeUps, WAKE_UP_TOKEN);
        Reactor reactor = new Reactor(epoll, wakeUps, name, bufferBytes, scheduler, others);
        // An OutOfMemoryError where there are no more processes; pthread_create(3).
        reactor.dependents.start();
        return reactor;
      } catch (ErrnoException | RuntimeException | Error failure) {
        Descriptors.closeQuietly(wakeUps);
        throw failure;
      }
    } catch (ErrnoException | RuntimeException | Error failure) {
      epoll.close();
      throw failure;
    }
  }

  /** Watches a descriptor. Any thread. */
  Watch watch(int descriptor, Source source) throws ErrnoException {
    Watch watch = newWatch(descriptor, source);
    if (!begin(watch)) {
      throw new IllegalStateException("the reactor has stopped");
    }
    return watch;
  }

  /** A watch that has not begun: for a source that is to know it before it is called. */
  Watch newWatch(int descriptor, Source source) {
    return new Watch(tokens.getAndIncrement(), descriptor, source);
  }

  /**
   * Begins a watch. What was done before is seen by the reactor's thread. Any thread.
   *
   * @return false if the reactor stops: then it has not begun
   */
  boolean begin(Watch watch) throws ErrnoException {
    synchronized (ended) {
      if (stopping) {
        return false;
      }
      watches.put(watch.token(), watch);
      try {
        epoll.add(watch.descriptor(), watch.token());
        return true;
      } catch (ErrnoException | RuntimeException | Error failure) {
        watches.remove(watch.token());
        throw failure;
      }
    }
  }

  /**
   * Watches a descriptor that becomes readable once and stays so. It is left alone from then on,
   * and to be {@linkplain #forget forgotten}. Any thread.
   */
  Watch watchOnce(int descriptor, Source source) throws ErrnoException {
    Watch watch = newWatch(descriptor, source);
    watches.put(watch.token(), watch);
    try {
      epoll.addOnce(descriptor, watch.token());
      return watch;
    } catch (ErrnoException | RuntimeException | Error failure) {
      watches.remove(watch.token());
      throw failure;
    }
  }

  /** Calls the source no more, which has been called. Any thread. */
  void forget(Watch watch) {
    watches.remove(watch.token(), watch);
  }

  /** Watches no longer; to be called before the descriptor is closed. The reactor's thread. */
  void unwatch(Watch watch) {
    if (watches.remove(watch.token(), watch)) {
      try {
        epoll.remove(watch.descriptor());
      } catch (ErrnoException failure) {
        throw new IllegalStateException("a watched descriptor that epoll does not know", failure);
      }
    }
  }

  /** Runs {@code task} at a {@link System#nanoTime} on the reactor's thread, which calls this. */
  void at(long nanoTime, Runnable task) {
    timers.add(new Timer(nanoTime, task));
  }

  /** Memory to read into, free between two calls of sources. The reactor's thread. */
  ByteBuffer buffer() {
    return buffer.clear();
  }

  /**
   * Has {@code task} run on the reactor's thread. Any thread.
   *
   * @return false if that thread has ended: then the task will not run
   */
  boolean execute(Runnable task) {
    synchronized (ended) {
      if (ended.isDone()) {
        return false;
      }
      tasks.add(task);
    }
    wakeUp();
    return true;
  }

  /** Whether the calling thread is the reactor's. */
  boolean isCurrentThread() {
    return dependents.isServing();
  }

  /** Has another thread serve if it is the calling one that does: for one that is about to wait. */
  void handOver() {
    dependents.handOver();
  }

  /** Starts another one, which asks the same threads for what is no work for its own. */
  Reactor startBeside(String name, int bufferBytes) throws ErrnoException {
    return dependents.startReactor(name, bufferBytes);
  }

  /** What callers hang onto the end of jobs. */
  Executor dependents() {
    return dependents;
  }

  /** Tells all sources, ends the thread, gives its descriptors back. Any other thread; once. */
  void stop() {
    stopping = true;
    wakeUp();
    dependents.handOver();
    ended.join();
  }

  /**
   * As {@link #stop()}, but waits no longer than that.
   *
   * @return whether it has stopped by now
   */
  boolean stop(Duration longest) {
    stopping = true;
    wakeUp();
    dependents.handOver();
    return awaited(ended, longest);
  }

  /**
   * Waits for a future no longer than that, on the calling thread alone: CompletableFuture's own
   * time-outs take a thread more, which may not be had.
   *
   * @return whether it is done
   */
  static boolean awaited(CompletableFuture<Void> future, Duration longest) {
    long giveUpAt = System.nanoTime() + longest.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          future.get(giveUpAt - System.nanoTime(), TimeUnit.NANOSECONDS);
          return true;
        } catch (TimeoutException late) {
          return future.isDone();
        } catch (ExecutionException unthinkable) {
          throw new AssertionError("nothing fails it", unthinkable);
        } catch (InterruptedException kept) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void wakeUp() {
    synchronized (ended) {
      if (!ended.isDone() && wakeUpPending.compareAndSet(false, true)) {
        signalWakeUp();
      }
    }
  }

  private void signalWakeUp() {
    try {
      Descriptors.signalEvent(wakeUps);
    } catch (ErrnoException failure) {
      throw new IllegalStateException("the reactor cannot be woken", failure);
    }
  }

  private void run() {
    try {
      while (!stopping) {
        if (!serveOnce()) {
          return;
        }
      }
    } catch (ErrnoException | RuntimeException | Error failure) {
      report("the process engine's thread failed and ends", failure);
    }
    while (!isEnded()) {
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  /** Ends, if there is the memory for it: nobody is to wait for an end that nobody tells. */
  private boolean isEnded() {
    try {
      end();
      return true;
    } catch (OutOfMemoryError passing) {
      return false;
    }
  }

  /** Returns whether this is still the reactor's thread. */
  private boolean serveOnce() throws ErrnoException {
    try {
      if (served == ready) {
        served = 0;
        ready = 0;
        ready = epoll.await(timeoutMillis());
      }
      serveReady();
      return dependents.runAll();
    } catch (OutOfMemoryError passing) {
      // Whoever took the memory may be another part of the program, and give it back.
      report("no memory on the process engine's thread, which goes on", passing);
      LockSupport.parkNanos(RETRY_NANOS);
      return dependents.keepPlace();
    }
  }

  private void end() {
    synchronized (ended) {
      // From here on no watch begins.
      stopping = true;
    }
    for (Watch watch : new ArrayList<>(watches.values())) {
      guarded(watch.source()::onStop);
    }
    synchronized (ended) {
      runTasks();
      dependents.giveAway();
      if (!closed) {
        closed = true;
        epoll.close();
        Descriptors.closeQuietly(wakeUps);
      }
      ended.complete(null);
    }
  }

  /** Where there is no memory for one of them, it is the first the next time. */
  private void serveReady() throws ErrnoException {
    for (; served < ready; served++) {
      long token = epoll.token(served);
      if (token == WAKE_UP_TOKEN) {
        Descriptors.clearEvent(wakeUps);
        wakeUpPending.set(false);
      } else {
        serve(watches.get(token));
      }
    }
    runDueTimers();
    runTasks();
  }

  private void serve(@Nullable Watch watch) {
    if (watch == null) {
      return;
    }
    try {
      watch.source().onReadable();
      triesWithoutMemory = 0;
    } catch (RuntimeException | Error failure) {
      if (failure instanceof OutOfMemoryError passing && ++triesWithoutMemory < MOST_TRIES) {
        throw passing;
      }
      triesWithoutMemory = 0;
      report(CALL_FAILED, failure);
      // Left in the set, a source that fails would be called again at once, for ever.
      guarded(() -> unwatch(watch));
    }
  }

  private void runDueTimers() {
    for (Timer next = timers.peek(); next != null && isDue(next); next = timers.peek()) {
      timers.remove();
      guarded(next.task());
    }
  }

  private static boolean isDue(Timer timer) {
    return timer.at() - System.nanoTime() <= 0;
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      guarded(task);
    }
  }

  static boolean guarded(Runnable call) {
    try {
      call.run();
      return true;
    } catch (RuntimeException | Error failure) {
      report(CALL_FAILED, failure);
      return false;
    }
  }

  /** To say it may take the memory that is wanting. */
  private static void report(String what, Throwable failure) {
    try {
      LOG.log(System.Logger.Level.ERROR, what, failure);
    } catch (RuntimeException | Error unsaid) {
      return;
    }
  }

  private int timeoutMillis() {
    Timer next = timers.peek();
    if (next == null) {
      return -1;
    }
    long millis = (next.at() - System.nanoTime() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    return Math.clamp(millis, 0, Integer.MAX_VALUE);
  }
}
