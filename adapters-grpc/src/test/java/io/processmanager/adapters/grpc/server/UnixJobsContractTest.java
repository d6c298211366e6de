package io.processmanager.adapters.grpc.server;

import io.grpc.Attributes;
import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.ClientIdentity;
import io.processmanager.ports.contract.JobsContract;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jobs of a worker, over Unix sockets and the processes of this machine. The admin is the user
 * that the tests run as, by the kernel's word. The other users are had by sockets of their own,
 * where everybody is taken for one of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UnixJobsContractTest extends JobsContract {

  private static final long FIRST_UID = 70_000;

  private final LocalJobs local = LocalJobs.open();
  private final Map<String, GrpcJobs> clients = new ConcurrentHashMap<>();
  private final List<UnixLoopback> servers = new ArrayList<>();
  private Path directory = Path.of("");
  private GrpcJobs admin;

  @BeforeAll
  void serve(@TempDir Path given) throws IOException {
    directory = given;
    UnixSocket own =
        UnixSocket.at(directory.resolve("own.sock")).withAdminUids(Set.of(OwnUser.uid()));
    servers.add(UnixLoopback.serve(local, own));
    admin = servers.get(0).client();
  }

  @AfterAll
  void close() {
    admin.close();
    clients.values().forEach(GrpcJobs::close);
    servers.forEach(UnixLoopback::close);
    local.close();
  }

  @Override
  public Jobs jobsOf(String user) {
    return clients.computeIfAbsent(user, this::connect);
  }

  private GrpcJobs connect(String user) {
    try {
      UnixLoopback server =
          UnixLoopback.serve(
              local, directory.resolve(user + ".sock"), new AlwaysTheSame(uid(user)));
      servers.add(server);
      return server.client();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public Jobs jobsOfAdmin() {
    return admin;
  }

  @Override
  public String ownerName(String user) {
    return "uid:" + uid(user);
  }

  private static long uid(String user) {
    return FIRST_UID + Math.floorMod(user.hashCode(), 10_000);
  }

  /** Takes whoever connects for one user. */
  private static final class AlwaysTheSame implements PeerIdentity {

    private final LocalUsers users = new LocalUsers(Set.of(), 65_534);
    private final Attributes transport;

    AlwaysTheSame(long uid) {
      this.transport = Attributes.newBuilder().set(PeerCredentials.UID, uid).build();
    }

    @Override
    public ClientIdentity identify(Attributes ignored) {
      return users.identify(transport);
    }

    @Override
    public String describe(Attributes ignored) {
      return users.describe(transport);
    }
  }
}
