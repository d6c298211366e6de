package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Attributes;
import io.grpc.Status;
import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.ClientIdentity;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobsException;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is at the other end of a Unix socket, by the kernel's word. */
class UnixIdentityTest {

  private static final long NOBODY = 65_534;

  @TempDir private Path directory;

  private Path path() {
    return directory.resolve("worker.sock");
  }

  @Test
  void userThatConnectedOwnsTheJobs() throws Exception {
    try (UnixLoopback loopback = UnixLoopback.serve(new FakeJobs(), UnixSocket.at(path()));
        GrpcJobs jobs = loopback.client()) {
      assertThat(jobs.start(JobSpec.of("true")).owner().name()).isEqualTo("uid:" + OwnUser.uid());
    }
  }

  @Test
  void knownUserGetsPastTheGate() throws Exception {
    try (UnixLoopback loopback = UnixLoopback.serve(new FakeJobs(), UnixSocket.at(path()));
        RawClient client = RawClient.on(loopback)) {
      assertThat(client.failureOf("no.such.Service/Method").getStatus().getCode())
          .isEqualTo(Status.Code.UNIMPLEMENTED);
      assertThat(client.health()).isEqualTo("SERVING");
      assertThat(client.services()).contains("processmanager.v1.JobService");
    }
  }

  @Test
  void userWithoutANumberIsRefusedByEveryMethod() throws Exception {
    LocalUsers ownIsNobody = new LocalUsers(Set.of(OwnUser.uid()), OwnUser.uid());

    try (UnixLoopback loopback = UnixLoopback.serve(new FakeJobs(), path(), ownIsNobody);
        RawClient client = RawClient.on(loopback)) {
      assertThat(client.everyMethod())
          .isNotEmpty()
          .allSatisfy(
              failure -> {
                assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
                assertThat(RawClient.reason(failure)).isEqualTo("PEER_USER_HAS_NO_NUMBER");
              });
    }
  }

  @Test
  void userWithoutANumberLearnsWhy() throws Exception {
    LocalUsers ownIsNobody = new LocalUsers(Set.of(), OwnUser.uid());

    try (UnixLoopback loopback = UnixLoopback.serve(new FakeJobs(), path(), ownIsNobody);
        GrpcJobs jobs = loopback.client()) {
      assertThatThrownBy(() -> jobs.list(JobQuery.own()))
          .isInstanceOf(JobsException.Unauthenticated.class)
          .hasMessageContaining("has no number in the worker's user namespace");
    }
  }

  @Test
  void connectionThatTheKernelSaysNothingOfIsNobodys() {
    ClientIdentity identity = new LocalUsers(Set.of(0L), NOBODY).identify(Attributes.EMPTY);

    assertThat(identity)
        .isInstanceOfSatisfying(
            ClientIdentity.Refused.class,
            refused ->
                assertThat(refused.reason()).isEqualTo(ClientIdentity.Reason.PEER_USER_NOT_KNOWN));
  }

  @Test
  void userThatTheKernelHasNoNumberForIsKnownByTheKernelsOwnWord() throws Exception {
    long nobody;
    try (BufferedReader file = Files.newBufferedReader(Path.of("/proc/sys/fs/overflowuid"))) {
      nobody = Long.parseLong(file.readLine());
    }
    Attributes transport = Attributes.newBuilder().set(PeerCredentials.UID, nobody).build();

    assertThat(LocalUsers.withAdmins(Set.of(nobody)).identify(transport))
        .isInstanceOf(ClientIdentity.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1000, 2_147_483_648L, UnixSocket.LARGEST_UID})
  void usersAreNamedByTheirNumbersAndNoneIsAnAdminButThoseListed(long uid) {
    Attributes transport = Attributes.newBuilder().set(PeerCredentials.UID, uid).build();

    assertThat(new LocalUsers(Set.of(0L), NOBODY).identify(transport))
        .isEqualTo(new ClientIdentity.Verified(Caller.user("uid:" + uid), Instant.MAX));
    assertThat(new LocalUsers(Set.of(uid), NOBODY).identify(transport))
        .isEqualTo(new ClientIdentity.Verified(Caller.admin("uid:" + uid), Instant.MAX));
  }
}
