package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that is killed while it waits for a silent job. */
final class KilledFollowerTest {

  private static final int ROUNDS = 3;

  @TempDir private Path directory;

  @Test
  void killedFollowerIsGoneOnTheServerWithinASecond() throws Exception {
    List<Duration> taken = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      taken.add(killAndAwaitItsEnd(directory.resolve("worker" + round + ".sock")));
    }

    // One of them may have met a machine that was busy with something else.
    assertThat(taken)
        .filteredOn(duration -> duration.compareTo(Duration.ofSeconds(1)) < 0)
        .hasSizeGreaterThanOrEqualTo(ROUNDS - 1);
  }

  private static Duration killAndAwaitItsEnd(Path path) throws Exception {
    FakeJobs fake = new FakeJobs();
    UnixSocket socket = UnixSocket.at(path);
    try (UnixLoopback server = UnixLoopback.serve(fake, socket);
        FollowerProcess follower = FollowerProcess.start(server.address())) {
      assertThat(fake.output.subscribed.await(30, TimeUnit.SECONDS)).isTrue();

      long before = System.nanoTime();
      follower.kill();
      assertThat(fake.output.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
      return Duration.ofNanos(System.nanoTime() - before);
    }
  }
}
