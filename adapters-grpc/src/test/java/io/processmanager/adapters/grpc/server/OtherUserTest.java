package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are other users indeed: processes with another uid, which root alone can make. */
class OtherUserTest {

  private static final long OTHER = 71_001;
  private static final long OTHER_GROUP = 71_002;
  private static final long NOBODY = 65_534;

  @TempDir private Path directory;

  @BeforeEach
  void beRoot() throws Exception {
    assumeTrue(OwnUser.uid() == 0, "only root can run a process as another user");
    assumeTrue(OtherUser.isPossible(OTHER), "no other user can run Java here");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private UnixSocket socket() {
    return UnixSocket.at(directory.resolve("worker.sock"))
        .withGroup(Long.toString(OTHER_GROUP))
        .withAdminUids(Set.of(0L));
  }

  @Test
  void eachUserHasTheirOwnJobsAndRootReachesAll() throws Exception {
    try (LocalJobs local = LocalJobs.open();
        UnixLoopback loopback = UnixLoopback.serve(local, socket());
        GrpcJobs jobs = loopback.client()) {
      Job roots = jobs.start(JobSpec.of("sleep", "60"));
      OtherUser other = OtherUser.in(directory, OTHER, OTHER_GROUP);

      assertThat(other.run(loopback.address(), "start")).isEqualTo("uid:71001");
      assertThat(other.run(loopback.address(), "stop", roots.id().toString()))
          .startsWith("NotPermitted: ");
      assertThat(other.run(loopback.address(), "list")).isEqualTo("uid:71001");
      assertThat(local.forCaller(Caller.admin("x")).status(roots.id()).job().state())
          .isInstanceOf(JobState.Running.class);
    }
  }

  @Test
  void whoIsNotInTheGroupIsDeniedByTheKernelAndToldSo() throws Exception {
    try (UnixLoopback loopback = UnixLoopback.serve(new FakeJobs(), socket())) {
      OtherUser other = OtherUser.in(directory, OTHER, OTHER);

      assertThat(other.run(loopback.address(), "start"))
          .isEqualTo(
              "Unavailable: cannot reach the worker at "
                  + loopback.address()
                  + ": permission denied; you need to be the worker's user, or in the group of the"
                  + " socket");
    }
  }

  @Test
  void userThatTheKernelHasNoNumberForIsNobody() throws Exception {
    try (UnixLoopback loopback = UnixLoopback.serve(new FakeJobs(), socket())) {
      OtherUser other = OtherUser.in(directory, NOBODY, OTHER_GROUP);

      assertThat(other.run(loopback.address(), "start"))
          .startsWith("Unauthenticated: the kernel says user 65534");
    }
  }
}
