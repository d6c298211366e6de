package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.server.Loopback;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of a reader whose connection is lost. */
class OutputReconnectionTest extends BehindProxy {

  private static final Reconnect QUICK =
      new Reconnect(Duration.ofMillis(1), Duration.ofMillis(20), Duration.ofSeconds(20));
  private static final Reconnect PATIENT =
      new Reconnect(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(2));

  @Override
  JobId firstJob() throws Exception {
    return start("printf 'one\\ntwo'; " + waitFor("go") + "; printf three", 7);
  }

  private void follow(Reconnect reconnect, OutputQuery query) {
    connect(builder().reconnect(reconnect));
    jobs().output(job, query).subscribe(followed);
  }

  private void letTheJobGoOn() throws Exception {
    letGoOn("go");
  }

  @Test
  void readerGoesOnWhereItWasCutOff() throws Exception {
    follow(QUICK, OutputQuery.all());
    followed.request(Long.MAX_VALUE);
    assertThat(followed.next()).isEqualTo("0:one\ntwo");

    proxy.cut();
    assertThat(followed.next()).isEqualTo("lost 7");
    assertThat(followed.next()).isEqualTo("resumed 7");
    letTheJobGoOn();

    assertThat(followed.next()).isEqualTo("7:three");
    assertThat(followed.next()).isEqualTo("End 12");
    assertThat(followed.next()).isEqualTo("complete");
    assertThat(jobs().pendingTimers()).isZero();
  }

  @Test
  void tailThatWasCutOffBeforeItsFirstByteIsStillTheSameTail() throws Exception {
    follow(QUICK, OutputQuery.tailLines(0));
    followed.request(1);
    // Answers to later searches: the stream has begun, or begins before the cut is seen.
    for (int i = 0; i < 5; i++) {
      jobs().locateOutput(job, new OutputQuery.Start.TailLines(0));
    }
    proxy.cut();
    assertThat(followed.next()).isEqualTo("lost 7");
    letTheJobGoOn();

    assertThat(followed.next()).isEqualTo("resumed 7");
    assertThat(followed.next()).isEqualTo("7:three");
  }

  @Test
  void demandAndLimitAndTimesAreCarriedOn() throws Exception {
    follow(QUICK, OutputQuery.all().withLimit(9).withCaptureTimes());
    followed.request(2);
    assertThat(followed.next()).isEqualTo("CaptureTime 0");
    assertThat(followed.next()).isEqualTo("0:one\ntwo");

    proxy.cut();
    assertThat(followed.next()).isEqualTo("lost 7");
    assertThat(followed.next()).isEqualTo("resumed 7");
    letTheJobGoOn();
    local.forCaller(Caller.user("CN=alice")).awaitExit(job);
    jobs().status(job);
    assertThat(followed.isQuiet()).isTrue();
    followed.request(2);

    assertThat(followed.next()).isEqualTo("CaptureTime 7");
    assertThat(followed.next()).isEqualTo("7:th");
    assertThat(followed.next()).isEqualTo("complete");
  }

  @Test
  void readerThatIsCancelledWhileItWaitsLeavesNoTimer() throws Exception {
    follow(PATIENT, OutputQuery.all());
    followed.request(1);
    assertThat(followed.next()).isEqualTo("0:one\ntwo");
    proxy.cut();
    assertThat(followed.next()).isEqualTo("lost 7");

    followed.cancel();
    jobs().status(job);

    assertThat(jobs().pendingTimers()).isZero();
    assertThat(followed.isQuiet()).isTrue();
  }

  @Test
  void badDemandWhileWaitingIsAnErrorAtOnce() throws Exception {
    follow(PATIENT, OutputQuery.all());
    followed.request(1);
    assertThat(followed.next()).isEqualTo("0:one\ntwo");
    proxy.cut();
    assertThat(followed.next()).isEqualTo("lost 7");

    followed.request(0);

    assertThat(followed.next()).isEqualTo("error");
    assertThat(followed.error).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void closingTheClientEndsReadersThatWait() throws Exception {
    follow(PATIENT, OutputQuery.all());
    followed.request(1);
    assertThat(followed.next()).isEqualTo("0:one\ntwo");
    proxy.cut();
    assertThat(followed.next()).isEqualTo("lost 7");

    jobs().close();

    assertThat(followed.next()).isEqualTo("error");
    assertThat(followed.error).hasMessageEndingWith("this client has been closed");
  }

  @Test
  void workerThatIsGoneForGoodIsToldWithItsLastFailureAndTheOffset() throws Exception {
    follow(QUICK.withGiveUpAfter(Duration.ofMillis(300)), OutputQuery.all());
    followed.request(1);
    assertThat(followed.next()).isEqualTo("0:one\ntwo");

    proxy.close();

    assertThat(followed.next()).isEqualTo("lost 7");
    assertThat(followed.next()).isEqualTo("error");
    assertThat(followed.error)
        .isInstanceOf(JobsException.Unavailable.class)
        .hasMessageMatching(
            "the connection to the worker at localhost:\\d+ was lost at \\S+Z and there has been"
                + " none for 0.3 s; the output of job "
                + job
                + " goes on at offset 7; the last failure: cannot reach the worker at .*");
  }

  @Test
  void whoWantsNoOtherConnectionIsToldOfTheLossAtOnce() throws Exception {
    follow(Reconnect.never(), OutputQuery.all());
    followed.request(1);
    assertThat(followed.next()).isEqualTo("0:one\ntwo");

    proxy.cut();

    assertThat(followed.next()).isEqualTo("error");
    assertThat(followed.error).isInstanceOf(JobsException.Unavailable.class);
  }

  @Test
  void workerThatWasStartedAnewDoesNotKnowTheJobAnyMore() throws Exception {
    try (LocalJobs others = LocalJobs.open();
        Loopback anew = Loopback.serve(others, loopback.pki())) {
      follow(QUICK, OutputQuery.all());
      followed.request(1);
      assertThat(followed.next()).isEqualTo("0:one\ntwo");

      proxy.passOnTo(anew.server().port());
      proxy.cut();

      assertThat(followed.next()).isEqualTo("lost 7");
      assertThat(followed.next()).isEqualTo("error");
      assertThat(followed.error)
          .isInstanceOf(JobsException.NotFound.class)
          .hasMessageContaining("job " + job + " is not known there any more")
          .hasMessageContaining("at offset 7");
    }
  }
}
