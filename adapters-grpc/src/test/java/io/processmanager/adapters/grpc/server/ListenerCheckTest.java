package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.client.Reconnect;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobsException;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom a client believes that listens on a socket: another user's process is there. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListenerCheckTest {

  private static final long OTHER = 71_001;

  @TempDir private Path directory;

  @BeforeEach
  void beRoot() throws Exception {
    assumeTrue(OwnUser.uid() == 0, "only root can run a process as another user");
    assumeTrue(OtherUser.isPossible(OTHER), "no other user can run Java here");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static GrpcJobs client(Path socket) {
    return GrpcJobs.builder().address("unix:" + socket).reconnect(Reconnect.never()).build();
  }

  private static void giveToOther(Path made, int mode) throws Exception {
    Files.setAttribute(made, "unix:uid", (int) OTHER);
    Files.setAttribute(made, "unix:mode", mode);
  }

  @Test
  void strangerWhoListensWhereAnybodyMayIsToldNothing() throws Exception {
    Path open = Files.createDirectory(directory.resolve("open"));
    giveToOther(open, 01777);
    Path socket = open.resolve("worker.sock");
    Process stranger = OtherUser.in(directory, OTHER, OTHER).start(socket.toString(), "listen");
    try (BufferedReader said = stranger.inputReader();
        GrpcJobs jobs = client(socket)) {
      assertThat(said.readLine()).isEqualTo("listening");

      JobsException.Unavailable refusal =
          catchThrowableOfType(
              JobsException.Unavailable.class, () -> jobs.start(JobSpec.of("secret")));

      assertThat(refusal)
          .hasMessage(
              "cannot reach the worker at unix:"
                  + socket
                  + ": user 71001 listens there, and is not believed: neither root, nor you, nor"
                  + " the owner of the socket's directory where nobody else can have put the"
                  + " socket");
      assertThat(said.readLine()).isEqualTo("read -1");
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void ownerOfADirectoryWhereNobodyElseMayWriteIsBelieved() throws Exception {
    // Below /tmp everybody could have made it.
    Path run = Path.of("/run");
    assumeTrue(Files.isWritable(run), "/run cannot be written");
    Path kept = Files.createTempDirectory(run, "process-manager-test");
    Path socket = kept.resolve("worker.sock");
    giveToOther(kept, 0755);
    Process worker = OtherUser.in(directory, OTHER, OTHER).start(socket.toString(), "serve");
    try (BufferedReader said = worker.inputReader();
        GrpcJobs jobs = client(socket)) {
      assertThat(said.readLine()).isEqualTo("listening");

      assertThat(jobs.list(JobQuery.own()).jobs()).isEmpty();
    } finally {
      worker.destroyForcibly().waitFor();
      Files.deleteIfExists(socket);
      Files.deleteIfExists(kept.resolve(".worker.sock.lock"));
      Files.delete(kept);
    }
  }
}
