package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixSocketTest {

  @Test
  void pathMayHave100Bytes() {
    String longest = "/run/" + "s".repeat(95);

    assertThat(UnixSocket.at(Path.of(longest)).path()).hasToString(longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UnixSocket.at(Path.of(longest + "s")))
        .withMessage(
            "the path of a Unix socket to listen on may have 100 bytes; " + longest + "s has 101");
  }

  @Test
  void bytesCountAndNotCharacters() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UnixSocket.at(Path.of("/run/" + "é".repeat(52))))
        .withMessageEndingWith(" has 109");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 4_294_967_295L})
  void numberOfNobodyIsNoAdmin(long uid) {
    UnixSocket socket = UnixSocket.at(Path.of("/run/s"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> socket.withAdminUids(Set.of(uid)))
        .withMessageContaining("adminUids has " + uid);
  }

  @Test
  void serverThatIsNeverStartedOpensNothing(@TempDir Path directory) throws Exception {
    long before = selectors();

    List<GrpcJobsServer> built = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      UnixSocket socket = UnixSocket.at(directory.resolve("s" + i));
      built.add(GrpcJobsServer.builder().jobs(new FakeJobs()).unixSocket(socket).build());
    }

    assertThat(built).hasSize(20);
    assertThat(selectors()).isLessThan(before + 20);
  }

  private static long selectors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(UnixSocketTest::isSelector).count();
    }
  }

  private static boolean isSelector(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().contains("eventpoll");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  @Test
  void serverListensInOneWay() {
    GrpcJobsServerBuilder builder =
        GrpcJobsServer.builder()
            .jobs(new FakeJobs())
            .unixSocket(UnixSocket.at(Path.of("/run/s")))
            .address(new InetSocketAddress(0));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a server listens in one way");
  }
}
