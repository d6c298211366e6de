package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.client.Reconnect;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.adapters.grpc.tls.TlsTrust;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobsException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client of a Unix socket: what it says when it does not get through, and what it leaves. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnixClientTest {

  @TempDir private Path directory;

  private Path path() {
    return directory.resolve("worker.sock");
  }

  private static String said(String address) {
    try (GrpcJobs jobs = GrpcJobs.builder().address(address).build()) {
      JobsException.Unavailable refusal =
          catchThrowableOfType(
              JobsException.Unavailable.class, () -> jobs.list(JobQuery.visible()));
      return String.valueOf(refusal.getMessage());
    }
  }

  @Test
  void socketThatThereIsNot() {
    assertThat(said("unix:" + path()))
        .isEqualTo(
            "cannot reach the worker at unix:"
                + path()
                + ": there is no such socket; check the path, and that the worker runs");
  }

  @Test
  void socketThatNobodyListensOn() throws Exception {
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(path()));
    }

    assertThat(said("unix://" + path()))
        .isEqualTo(
            "cannot reach the worker at unix:"
                + path()
                + ": nobody listens on the socket; check that the worker runs");
  }

  @Test
  void workerThatEndedIsReachedWhenItIsBack() throws Exception {
    UnixSocket socket = UnixSocket.at(path());
    try (UnixLoopback first = UnixLoopback.serve(new FakeJobs(), socket);
        GrpcJobs jobs =
            GrpcJobs.builder().address(first.address()).reconnect(Reconnect.never()).build()) {
      jobs.start(JobSpec.of("true"));
      first.server().shutdown(Duration.ZERO);
      assertThatThrownBy(() -> jobs.list(JobQuery.own()))
          .isInstanceOf(JobsException.Unavailable.class);

      try (UnixLoopback second = UnixLoopback.serve(new FakeJobs(), socket)) {
        assertThat(second.address()).isEqualTo(first.address());
        awaitAnswer(jobs);
      }
    }
  }

  /** gRPC waits between its tries to connect. */
  private static void awaitAnswer(GrpcJobs jobs) {
    while (true) {
      try {
        jobs.list(JobQuery.own());
        return;
      } catch (JobsException.Unavailable notYet) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void closedClientAndServerLeaveNoThread() throws Exception {
    try (UnixLoopback loopback = UnixLoopback.serve(new FakeJobs(), UnixSocket.at(path()));
        GrpcJobs jobs = loopback.client()) {
      jobs.start(JobSpec.of("true"));
      assertThat(threads())
          .anyMatch(name -> name.startsWith("process-manager-client"))
          .anyMatch(name -> name.startsWith("grpc-unix-server"));
    }

    while (!threads().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(path()).doesNotExist();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("process-manager-client") || name.startsWith("grpc-unix-"))
        .toList();
  }

  @Test
  void certificatesAreOfNoUse() {
    TlsTrust trust = TlsTrust.read(TestPki.create(directory).ca());

    assertThatThrownBy(() -> GrpcJobs.builder().address("unix:/s").tls(trust).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("tls was given with a Unix socket; ");
  }
}
