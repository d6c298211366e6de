package io.processmanager.adapters.grpc.server;

import io.processmanager.adapters.grpc.wire.PlainThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that calls are handled on: few, since no call keeps one while it waits for a job or a
 * client. What exceeds them queues; the calls that each connection may have open bound the queue.
 * Searches through stored output have threads of their own, so that however many are asked for and
 * however slow the disk is, the other calls are answered meanwhile.
 *
 * <p>They are never shut down, for gRPC hands over a last task for a call even after the server's
 * end: they end by themselves when there is nothing to do.
 */
final class CallThreads {

  private static final int FEWEST = 8;
  private static final int PER_PROCESSOR = 2;
  private static final int FEWEST_SEARCHERS = 2;
  private static final long IDLE_SECONDS = 5;

  private CallThreads() {}

  static ThreadPoolExecutor forCalls() {
    return create(
        "grpc-call-", Math.max(FEWEST, PER_PROCESSOR * Runtime.getRuntime().availableProcessors()));
  }

  static Executor forSearches() {
    return create(
        "grpc-search-", Math.max(FEWEST_SEARCHERS, Runtime.getRuntime().availableProcessors()));
  }

  private static ThreadPoolExecutor create(String prefix, int threads) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            PlainThreads.numbered(prefix));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
