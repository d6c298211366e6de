package io.processmanager.adapters.grpc.server;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that listens where it is told to: locks that the kernel keeps are seen from another
 * process only.
 */
final class SocketProcess implements AutoCloseable {

  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;

  private SocketProcess(Process process) {
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static SocketProcess start() throws IOException {
    return new SocketProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SocketProcess.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  long pid() {
    return process.pid();
  }

  /** Gives the order to listen; {@link #answer} tells what became of it. */
  void tell(Path path) throws IOException {
    order(path.toString());
  }

  /** Gives up the path that it listens on. */
  String end() throws IOException {
    order("");
    return answer();
  }

  private void order(String line) throws IOException {
    orders.write(line + "\n");
    orders.flush();
  }

  /** {@code listening}, or why not. */
  String answer() throws IOException {
    return String.valueOf(answers.readLine());
  }

  /** As a crash does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** What the process does. */
  @SuppressWarnings("SystemOut") // It is how the process tells the test.
  public static void main(String[] arguments) throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String order = orders.readLine();
    while (order != null) {
      SocketFile file = new SocketFile(UnixSocket.at(Path.of(order)));
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        file.prepare();
        server.bind(UnixDomainSocketAddress.of(file.boundAt()));
        file.publish();
        System.out.println("listening");
        orders.readLine();
      } catch (IOException refused) {
        System.out.println(refused.getMessage());
        orders.readLine();
      }
      file.remove();
      System.out.println("ended");
      order = orders.readLine();
    }
  }
}
