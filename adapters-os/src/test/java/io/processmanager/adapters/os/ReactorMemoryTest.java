package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.os.libc.Descriptors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reactor in a program that is short of memory for a moment. */
final class ReactorMemoryTest {

  private static final long BOUND_SECONDS = 30;

  private Reactor reactor;
  private int counter;

  @BeforeEach
  void start() throws Exception {
    reactor = Reactor.start("reactor-under-test", 4096, new DelayScheduler(), Runnable::run);
    counter = Descriptors.eventCounter();
  }

  @AfterEach
  void stop() {
    reactor.stop();
    Descriptors.closeQuietly(counter);
  }

  /** Of a process's end it is told once: who had no memory to hear of it is told again. */
  @Test
  void sourceThatHadNoMemoryIsCalledAgain() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch heard = new CountDownLatch(1);
    Descriptors.signalEvent(counter);

    Reactor.Watch watch =
        reactor.watchOnce(
            counter,
            new Reactor.Source() {
              @Override
              public void onReadable() {
                if (calls.incrementAndGet() < 3) {
                  throw new OutOfMemoryError("made up");
                }
                heard.countDown();
              }

              @Override
              public void onStop() {}
            });

    assertThat(heard.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    reactor.forget(watch);
    assertServes();
  }

  @Test
  void sourceThatNeverHasTheMemoryIsLeftAlone() throws Exception {
    Descriptors.signalEvent(counter);

    reactor.watch(
        counter,
        new Reactor.Source() {
          @Override
          public void onReadable() {
            throw new OutOfMemoryError("made up");
          }

          @Override
          public void onStop() {}
        });

    assertServes();
  }

  @Test
  void taskThatHasNoMemoryLeavesTheOthersTheirTurn() throws Exception {
    reactor.execute(
        () -> {
          throw new OutOfMemoryError("made up");
        });

    assertServes();
  }

  private void assertServes() throws Exception {
    CompletableFuture<Boolean> served = new CompletableFuture<>();
    assertThat(reactor.execute(() -> served.complete(reactor.isCurrentThread()))).isTrue();
    assertThat(served.get(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
  }
}
