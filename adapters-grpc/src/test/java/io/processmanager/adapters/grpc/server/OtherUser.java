package io.processmanager.adapters.grpc.server;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobsException;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A client in a process of its own that another user runs. It has a copy of this one's class path,
 * as it may not be able to read the original.
 */
final class OtherUser {

  private static final long LONGEST_SECONDS = 60;

  private final List<String> command;

  private OtherUser(List<String> command) {
    this.command = command;
  }

  static OtherUser in(Path directory, long uid, long gid) throws IOException {
    Path library = Files.createTempDirectory(directory, "lib");
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path original = Path.of(entry);
      if (Files.exists(original)) {
        Path copy = library.resolve(entries.size() + "-" + original.getFileName());
        copy(original, copy);
        entries.add(copy.toString());
      }
    }
    openToAll(library);
    return new OtherUser(
        List.of(
            "setpriv",
            "--reuid=" + uid,
            "--regid=" + gid,
            "--clear-groups",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            String.join(File.pathSeparator, entries),
            OtherUser.class.getName()));
  }

  private static void copy(Path original, Path copy) throws IOException {
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.collect(Collectors.toList())) {
        Path target = copy.resolve(original.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, original.equals(file) ? copy : target);
        }
      }
    }
  }

  private static void openToAll(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.collect(Collectors.toList())) {
        Files.setAttribute(file, "unix:mode", Files.isDirectory(file) ? 0755 : 0644);
      }
    }
  }

  /** Has the user do something at a worker, and gives what it was told. */
  String run(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return said;
  }

  /** Has the user do something as long as that takes. */
  Process start(String... arguments) throws IOException {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of(arguments));
    return new ProcessBuilder(whole).redirectErrorStream(true).start();
  }

  /** Whether root may become that user here, and the user may run this Java. */
  static boolean isPossible(long uid) throws InterruptedException {
    try {
      Process probe =
          new ProcessBuilder(
                  "setpriv",
                  "--reuid=" + uid,
                  "--regid=" + uid,
                  "--clear-groups",
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor() == 0;
    } catch (IOException noSetpriv) {
      return false;
    }
  }

  /**
   * What the process does: {@code ADDRESS start}, {@code list}, or {@code stop JOB}; {@code PATH
   * serve} and {@code PATH listen} until they are killed, where the latter tells what it reads.
   */
  @SuppressWarnings("SystemOut") // It is how the process tells the test.
  public static void main(String[] arguments) throws Exception {
    switch (arguments[1]) {
      case "serve" -> {
        UnixLoopback.serve(new FakeJobs(), UnixSocket.at(Path.of(arguments[0])));
        System.out.println("listening");
        new CountDownLatch(1).await();
      }
      case "listen" -> listen(Path.of(arguments[0]));
      default -> call(arguments);
    }
  }

  @SuppressWarnings("SystemOut")
  private static void listen(Path path) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      System.out.println("listening");
      try (SocketChannel client = server.accept()) {
        System.out.println("read " + client.read(ByteBuffer.allocate(1000)));
      }
    }
  }

  @SuppressWarnings("SystemOut")
  private static void call(String[] arguments) throws InterruptedException {
    try (GrpcJobs jobs = GrpcJobs.builder().address(arguments[0]).build()) {
      System.out.println(
          switch (arguments[1]) {
            case "start" -> jobs.start(JobSpec.of("true")).owner().name();
            case "list" ->
                jobs.list(JobQuery.visible()).jobs().stream()
                    .map(Job::owner)
                    .map(Object::toString)
                    .collect(Collectors.joining(" "));
            default -> jobs.stop(JobId.parse(arguments[2])).toString();
          });
    } catch (JobsException refusal) {
      System.out.println(refusal.getClass().getSimpleName() + ": " + refusal.getMessage());
    }
  }
}
