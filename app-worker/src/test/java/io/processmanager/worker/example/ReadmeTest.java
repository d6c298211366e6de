package io.processmanager.worker.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.server.GrpcJobsServer;
import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README's examples are the ones that are compiled here, and they work. */
final class ReadmeTest {

  private static final Path README = Path.of("..", "README.md");
  private static final Path SOURCE =
      Path.of("src/test/java/io/processmanager/worker/example/Examples.java");

  private static final String HELLO =
      "hello\n" + System.getProperty("user.name") + "\nexited with code 0\n";

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "remote", "many", "options"})
  void exampleInTheReadmeIsTheOneThatIsTested(String name) throws IOException {
    String source = find(SOURCE, "// example: " + name + "\n(.*?)\\s*// end");
    String shown = find(README, "<!-- example: " + name + " -->\n```java\n(.*?)```");

    assertThat(shown.strip()).isEqualTo(source.stripIndent().strip());
  }

  private static String find(Path file, String pattern) throws IOException {
    Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(file));
    assertThat(found.find()).as(pattern + " in " + file).isTrue();
    return found.group(1);
  }

  @Test
  void embeddedExamplePrintsTheOutputAndTheExit() throws Exception {
    assertThat(printedBy(Examples::embedded)).isEqualTo(HELLO);
  }

  @Test
  void exampleOfManyJobsCountsTheirEnds() throws Exception {
    try (LocalJobs local = LocalJobs.open()) {
      assertThat(printedBy(() -> Examples.many(local.jobs()))).isEqualTo("500 of 1000 failed\n");
    }
  }

  @Test
  void exampleOfOptionsTellsHowAndWhyTheJobEnded() throws Exception {
    try (LocalJobs local = LocalJobs.open()) {
      Jobs jobs = local.forCaller(Caller.user("build"));

      assertThat(printedBy(() -> Examples.options(jobs)))
          .isEqualTo("ended by signal 2 (SIGINT), timed out after PT1S\n");
    }
  }

  @Test
  void remoteExamplePrintsTheSame(@TempDir Path directory) throws Exception {
    TestPki pki = TestPki.create(directory);
    TestPki.Issued client = pki.client("build");
    try (LocalJobs local = LocalJobs.open()) {
      GrpcJobsServer server =
          GrpcJobsServer.builder()
              .jobs(local)
              .tls(pki.server().material())
              .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .build();
      server.start();
      String address = "localhost:" + server.port();

      assertThat(
              printedBy(
                  () -> Examples.remote(address, client.ca(), client.certificate(), client.key())))
          .isEqualTo(HELLO);

      server.shutdown(Duration.ofSeconds(1));
    }
  }

  private interface Example {
    void run() throws Exception;
  }

  private static String printedBy(Example example) throws Exception {
    PrintStream stdout = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      example.run();
    } finally {
      System.setOut(stdout);
    }
    return printed.toString(UTF_8);
  }
}
