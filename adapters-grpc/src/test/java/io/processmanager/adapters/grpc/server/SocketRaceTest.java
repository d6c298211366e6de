package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers, each a process, that start at once where a killed one left its socket. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketRaceTest {

  private static final int STARTERS = 4;
  private static final int ROUNDS = 50;

  @TempDir private Path directory;

  @Test
  void oneOfThemHasThePath() throws Exception {
    List<SocketProcess> workers = new ArrayList<>();
    try {
      for (int i = 0; i < STARTERS; i++) {
        workers.add(SocketProcess.start());
      }
      for (int round = 0; round < ROUNDS; round++) {
        Path path = directory.resolve("worker" + round + ".sock");
        leaveSocketAt(path);

        List<String> answers = startAll(workers, path);

        assertThat(answers).containsOnlyOnce("listening");
        answers.remove("listening");
        assertThat(answers).containsOnly(path + " is in use by another worker");
      }
    } finally {
      workers.forEach(SocketProcess::close);
    }
  }

  private static void leaveSocketAt(Path path) throws IOException {
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(path));
    }
  }

  private static List<String> startAll(List<SocketProcess> workers, Path path) throws IOException {
    for (SocketProcess worker : workers) {
      worker.tell(path);
    }
    List<String> answers = new ArrayList<>();
    for (SocketProcess worker : workers) {
      answers.add(worker.answer());
    }
    for (SocketProcess worker : workers) {
      assertThat(worker.end()).isEqualTo("ended");
    }
    return answers;
  }
}
