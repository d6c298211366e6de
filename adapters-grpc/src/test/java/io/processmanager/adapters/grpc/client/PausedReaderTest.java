package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.server.Loopback;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.WatchQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a reader costs that asks for nothing, and how it goes on. */
class PausedReaderTest extends BehindProxy {

  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration FOR_EVER = Duration.ofDays(1);
  private static final int LEAST_READ_AHEAD = 64 << 10;

  @Override
  JobId firstJob() throws Exception {
    return start("printf one; " + waitFor("two") + "; printf two; " + waitFor("end"), 3);
  }

  private void connect(Duration longestPause) {
    connect(builder().readAhead(LEAST_READ_AHEAD).longestPause(longestPause));
  }

  private void follow(Duration longestPause, OutputQuery query) {
    connect(longestPause);
    jobs().output(job, query).subscribe(followed);
  }

  private void awaitNoCall() throws Exception {
    await(() -> jobs().longCalls() == 0);
  }

  /** Notes the events of a watch. */
  private static final class Watched implements Flow.Subscriber<JobEvent> {

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> begun = new CompletableFuture<>();

    void request(long events) {
      begun.join().request(events);
    }

    String next() throws InterruptedException {
      String event = events.poll(20, TimeUnit.SECONDS);
      return event == null ? "nothing" : event;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      begun.complete(given);
    }

    @Override
    public void onNext(JobEvent event) {
      events.add(event.toString());
    }

    @Override
    public void onError(Throwable cause) {
      events.add(cause.toString());
    }

    @Override
    public void onComplete() {
      events.add("complete");
    }
  }

  @Test
  void readerWithoutDemandHasNoCallAndGoesOnWhereItWas() throws Exception {
    follow(SHORT, OutputQuery.all());
    followed.request(1);
    assertThat(followed.next()).isEqualTo("0:one");
    awaitNoCall();
    letGoOn("two");

    followed.request(1);
    assertThat(followed.next()).isEqualTo("3:two");
    awaitNoCall();
    letGoOn("end");
    followed.request(Long.MAX_VALUE);

    assertThat(followed.next()).isEqualTo("End 6");
    assertThat(followed.next()).isEqualTo("complete");
    assertThat(jobs().pendingTimers()).isZero();
  }

  @Test
  void readerThatHasNeverAskedIsOneWithoutDemand() throws Exception {
    follow(SHORT, OutputQuery.all());
    await(() -> jobs().longCalls() == 0 && jobs().pendingTimers() == 0);

    followed.request(1);

    assertThat(followed.next()).isEqualTo("0:one");
  }

  @Test
  void pauseIsCountedFromTheLastItem() throws Exception {
    follow(Duration.ofSeconds(1), OutputQuery.all());
    // One has begun, with the stream, when the next one does.
    await(() -> jobs().pendingTimers() == 1);
    Thread.sleep(600);
    followed.request(1);
    assertThat(followed.next()).isEqualTo("0:one");

    Thread.sleep(600);
    assertThat(jobs().longCalls()).isOne();
    awaitNoCall();
  }

  @Test
  void readerWithDemandKeepsItsCallHoweverSilentTheJobIs() throws Exception {
    follow(SHORT, OutputQuery.all());
    followed.request(2);
    assertThat(followed.next()).isEqualTo("0:one");

    await(() -> jobs().pendingTimers() == 0);

    assertThat(jobs().longCalls()).isOne();
    assertThat(followed.isQuiet()).isTrue();
  }

  @Test
  void readerOfWhatThereIsNowKeepsItsCall() throws Exception {
    job = start("yes | head -c 1000000; " + waitFor("end"), 1_000_000);
    follow(SHORT, OutputQuery.all().withoutFollowing());
    followed.request(1);
    assertThat(followed.next()).startsWith("0:");

    await(() -> jobs().pendingTimers() == 0);

    assertThat(jobs().longCalls()).isOne();
    followed.request(Long.MAX_VALUE);
    String next = followed.next();
    while (next.contains(":")) {
      next = followed.next();
    }
    assertThat(next).isEqualTo("complete");
    letGoOn("end");
  }

  @Test
  void watchWithoutDemandHasNoCallEither() throws Exception {
    connect(SHORT);
    Watched watched = new Watched();
    jobs().watch(WatchQuery.all()).subscribe(watched);
    watched.request(1);
    String first = watched.next();
    awaitNoCall();

    JobId second = alice.start(JobSpec.of("true")).id();
    watched.request(Long.MAX_VALUE);

    assertThat(first).contains(job.toString());
    String next = watched.next();
    while (!next.contains(second.toString())) {
      assertThat(next).isNotEqualTo("nothing");
      next = watched.next();
    }
  }

  @Test
  void watchOfThePresentKeepsItsCallUntilItIsToldSomething() throws Exception {
    connect(SHORT);
    Watched watched = new Watched();
    jobs().watch(WatchQuery.fromNow()).subscribe(watched);
    await(() -> jobs().longCalls() == 1);

    Thread.sleep(4 * SHORT.toMillis());
    JobId second = alice.start(JobSpec.of("true")).id();

    assertThat(jobs().longCalls()).isOne();
    watched.request(Long.MAX_VALUE);
    String next = watched.next();
    while (!next.contains(second.toString())) {
      assertThat(next).isNotEqualTo("nothing");
      next = watched.next();
    }
  }

  @Test
  void subscriberThatBlocksWithoutDemandIsOneThatAsksForNothing() throws Exception {
    connect(SHORT);
    CountDownLatch blocked = new CountDownLatch(1);
    Followed slow =
        new Followed() {
          @Override
          public void onNext(OutputItem item) {
            super.onNext(item);
            awaitUninterrupted(blocked);
            request(1);
          }
        };
    jobs().output(job, OutputQuery.all()).subscribe(slow);
    slow.request(1);
    assertThat(slow.next()).isEqualTo("0:one");
    await(() -> jobs().pendingTimers() == 0);
    // An answer to what was asked behind the end of the call.
    jobs().locateOutput(job, new OutputQuery.Start.TailLines(0));
    long sent = proxy.bytesFromServer();
    letGoOn("two");
    awaitOutput(job, 6);
    Thread.sleep(4 * SHORT.toMillis());
    long sentSince = proxy.bytesFromServer() - sent;

    blocked.countDown();

    assertThat(slow.next()).isEqualTo("3:two");
    assertThat(sentSince).isZero();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void readerOfAJobThatIsForgottenMeanwhileIsToldSinceWhen() throws Exception {
    follow(SHORT, OutputQuery.all());
    followed.request(1);
    assertThat(followed.next()).isEqualTo("0:one");
    awaitNoCall();
    try (LocalJobs others = LocalJobs.open();
        Loopback another = Loopback.serve(others, loopback.pki())) {
      proxy.passOnTo(another.server().port());
      proxy.cut();
      // If the cut is seen only by the next call, that is told of, too.
      Thread.sleep(300);
      followed.request(1);
      String next = followed.next();
      while (next.startsWith("lost")) {
        next = followed.next();
      }

      assertThat(next).isEqualTo("error");
      assertThat(followed.error)
          .isInstanceOf(JobsException.NotFound.class)
          .hasMessageContaining("at offset 3 of its output");
    }
  }

  @Test
  void lossOfTheConnectionIsNoneForWhoHasNoCall() throws Exception {
    follow(SHORT, OutputQuery.all());
    followed.request(1);
    assertThat(followed.next()).isEqualTo("0:one");
    awaitNoCall();

    proxy.cut();
    letGoOn("two");
    followed.request(1);

    String next = followed.next();
    // Where the loss has not been seen yet, the new call is the one that meets it.
    if (next.equals("lost 3")) {
      assertThat(followed.next()).isEqualTo("resumed 3");
      next = followed.next();
    }
    assertThat(next).isEqualTo("3:two");
  }

  @Test
  void subscriberWithoutACallHearsOfTheClientsEnd() throws Exception {
    follow(SHORT, OutputQuery.all());
    followed.request(1);
    assertThat(followed.next()).isEqualTo("0:one");
    awaitNoCall();

    jobs().close();

    assertThat(followed.next()).isEqualTo("error");
    assertThat(followed.error).isInstanceOf(JobsException.class).hasMessageContaining("closed");
  }

  @Test
  void nothingIsLeftOfWhoCancelsWithoutACall() throws Exception {
    follow(SHORT, OutputQuery.all());
    followed.request(1);
    assertThat(followed.next()).isEqualTo("0:one");
    awaitNoCall();

    followed.cancel();
    followed.request(1);
    jobs().close();

    assertThat(followed.isQuiet()).isTrue();
  }

  @Test
  void noTimerIsLeftOfWhoCancelsInAPause() throws Exception {
    follow(FOR_EVER, OutputQuery.all());
    followed.request(1);
    assertThat(followed.next()).isEqualTo("0:one");
    await(() -> jobs().pendingTimers() == 1);

    followed.cancel();

    assertThat(jobs().pendingTimers()).isZero();
  }

  @Test
  void readerWhoStopsAgainAndAgainIsGivenEveryByteOnce() throws Exception {
    job = start("yes | head -c 1000000", 1_000_000);
    follow(Duration.ofMillis(1), OutputQuery.all());
    long offset = 0;
    while (offset < 1_000_000) {
      followed.request(1);
      String chunk = followed.next();
      assertThat(chunk).startsWith(offset + ":");
      offset += chunk.length() - chunk.indexOf(':') - 1;
      if (offset % 3 == 0) {
        Thread.sleep(2);
      }
    }
    followed.request(2);

    assertThat(followed.next()).isEqualTo("End 1000000");
    assertThat(followed.next()).isEqualTo("complete");
  }
}
