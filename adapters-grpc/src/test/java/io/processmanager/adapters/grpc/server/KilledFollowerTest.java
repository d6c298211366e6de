package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that is killed while it waits for a silent job. */
final class KilledFollowerTest {

  @TempDir private Path directory;

  @Test
  void killedFollowerIsGoneOnTheServerWithinASecond() throws Exception {
    FakeJobs fake = new FakeJobs();
    UnixSocket socket = UnixSocket.at(directory.resolve("worker.sock"));
    try (UnixLoopback server = UnixLoopback.serve(fake, socket);
        FollowerProcess follower = FollowerProcess.start(server.address())) {
      assertThat(fake.output.subscribed.await(30, TimeUnit.SECONDS)).isTrue();

      follower.kill();

      assertThat(fake.output.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
