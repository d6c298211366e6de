package io.processmanager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.tls.TestPki;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as a process: its launcher, its streams, and Ctrl-C. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProgramIT {

  private static final String FLOOD = "echo begin; while :; do sleep 0.2; echo more; done";

  /** As -XX:+PrintFlagsFinal prints it: type, name, value, where it comes from. */
  private static final Pattern JVM_FLAG = Pattern.compile(" +\\S+ (?<name>\\w+) += (?<value>\\S*)");

  private Path directory;
  private WorkerProcess worker;
  private User alice;

  @BeforeAll
  void startWorker(@TempDir Path temporary) throws Exception {
    directory = temporary;
    TestPki pki = TestPki.create(temporary);
    worker = WorkerProcess.start(pki, temporary, Map.of());
    alice = new User(pki.client("alice"), worker.address());
  }

  @AfterAll
  void stopWorker() {
    worker.close();
  }

  private long connections() {
    return Connections.establishedTo(worker.port());
  }

  @Test
  void nothingButTheCommandsOwnWordsIsPrinted() throws Exception {
    Answer answer = alice.runProgram("run", "--", "bash", "-c", "echo out; echo err >&2; exit 5");

    assertThat(answer).isEqualTo(new Answer(5, "out\nerr\n", ""));
  }

  @Test
  void argumentsKeepTheirCharactersWhateverTheLocale() throws Exception {
    ProcessBuilder program = alice.program("run", "printf", "%s", "é€ü");
    program.environment().put("LC_ALL", "C");

    Answer answer = CliProcess.start(program).awaitEnd();

    assertThat(answer).isEqualTo(new Answer(0, "é€ü", ""));
  }

  @Test
  void optionsForOtherJavaProgramsAreLeftToThem() throws Exception {
    ProcessBuilder program = alice.program("--version");
    program.environment().put("JDK_JAVA_OPTIONS", "-Dsome=thing");
    program.environment().put("JAVA_TOOL_OPTIONS", "-Dsome=thing");

    Answer answer = CliProcess.start(program).awaitEnd();

    assertThat(answer.exit()).isZero();
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void classesComeFromTheCache() throws Exception {
    Path log = directory.resolve("classes");
    ProcessBuilder program = alice.program("list");
    program.environment().put("PROCESS_MANAGER_JAVA_OPTS", "-Xlog:class+load:file=" + log);

    assertThat(CliProcess.start(program).awaitEnd().exit()).isZero();

    assertThat(Files.readString(log))
        .contains("io.processmanager.cli.ProcessManager source: shared objects file")
        .contains("io.netty.handler.ssl.SslHandler source: shared objects file");
  }

  @Test
  void whatReadsAnOutputIsCompiledByC2InSmallPiecesAndTheRestByC1() throws Exception {
    assertThat(jvmFlags("output", "--help"))
        .containsEntry("TieredStopAtLevel", "4")
        .containsEntry("FreqInlineSize", "50");
    assertThat(jvmFlags("run", "--help")).containsEntry("TieredStopAtLevel", "4");
    assertThat(jvmFlags("list", "--help")).containsEntry("TieredStopAtLevel", "1");
    assertThat(jvmFlags("start", "--help", "--", "run"))
        .containsEntry("TieredStopAtLevel", "1")
        .containsEntry("UseSerialGC", "true");
  }

  /** The values of all flags of the JVM that runs a command. */
  private Map<String, String> jvmFlags(String... command) throws Exception {
    ProcessBuilder program = alice.program(command);
    program.environment().put("PROCESS_MANAGER_JAVA_OPTS", "-XX:+PrintFlagsFinal");
    return CliProcess.start(program)
        .awaitEnd()
        .err()
        .lines()
        .map(JVM_FLAG::matcher)
        .filter(Matcher::lookingAt)
        .collect(Collectors.toMap(flag -> flag.group("name"), flag -> flag.group("value")));
  }

  @Test
  void copyWithItsTimesHasTheCacheToo() throws Exception {
    Path copy = directory.resolve("another place");
    Path log = directory.resolve("classes of the copy");
    Process copying =
        new ProcessBuilder("cp", "-a", "target/dist", copy.toString()).inheritIO().start();
    assertThat(copying.waitFor()).isZero();
    ProcessBuilder program = alice.program("list");
    program.command().set(0, copy.resolve("bin/process-manager").toString());
    program.environment().put("PROCESS_MANAGER_JAVA_OPTS", "-Xlog:class+load:file=classes");
    program.directory(Files.createDirectory(log).toFile());

    assertThat(CliProcess.start(program).awaitEnd().exit()).isZero();

    assertThat(Files.readString(log.resolve("classes")))
        .contains("io.processmanager.cli.ProcessManager source: shared objects file");
  }

  @Test
  void copyThatTheCacheIsNotMadeForWorksWithoutAWord() throws Exception {
    Path original = Path.of("target/dist").toAbsolutePath();
    Path copy = Files.createDirectory(directory.resolve("copy with a space"));
    Files.createDirectory(copy.resolve("bin"));
    Path launcher = Files.copy(User.LAUNCHER, copy.resolve("bin/process-manager"));
    Files.createSymbolicLink(copy.resolve("runtime"), original.resolve("runtime"));
    Files.createDirectory(copy.resolve("lib"));
    try (Stream<Path> files = Files.list(original.resolve("lib"))) {
      for (Path file : files.toList()) {
        Path copied = Files.copy(file, copy.resolve("lib").resolve(file.getFileName()));
        Files.setLastModifiedTime(copied, FileTime.from(Instant.EPOCH));
      }
    }
    ProcessBuilder program = alice.program("run", "--", "echo", "here");
    program.command().set(0, launcher.toString());

    Answer answer = CliProcess.start(program).awaitEnd();

    assertThat(answer).isEqualTo(new Answer(0, "here\n", ""));
  }

  @Test
  void theLauncherFollowsLinksToItself() throws Exception {
    Path first = Files.createSymbolicLink(directory.resolve("first"), User.LAUNCHER);
    Path second = Files.createSymbolicLink(directory.resolve("second"), Path.of("first"));

    Answer answer = CliProcess.start(new ProcessBuilder(second.toString(), "--version")).awaitEnd();

    assertThat(first).exists();
    assertThat(answer.exit()).isZero();
    assertThat(answer.out()).startsWith("process-manager ");
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void binaryOutputIsByteForByte() throws Exception {
    byte[] bytes = new byte[4_000_000];
    new Random(1).nextBytes(bytes);
    Path file = Files.write(directory.resolve("random"), bytes);
    String job = alice.run("start", "cat", file.toString()).job();
    Path copy = directory.resolve("copy");

    int exit = alice.program("output", job).redirectOutput(copy.toFile()).start().waitFor();

    assertThat(exit).isZero();
    assertThat(copy).hasSameBinaryContentAs(file);
  }

  @Test
  void argumentThatIsNotUtf8IsRefusedAndNotAltered() throws Exception {
    ProcessBuilder shell = alice.program();
    shell.command(List.of("bash", "-c", "\"$0\" start -- echo $'\\xff'", User.LAUNCHER.toString()));

    Answer answer = CliProcess.start(shell).awaitEnd();

    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .isEqualTo("USAGE: argument 4 is not UTF-8; what a job is given is text in UTF-8\n");
  }

  @Test
  void ctrlCOnOutputEndsQuietlyHereAndOnTheWorkerAndTheJobRunsOn() throws Exception {
    String job = alice.run("start", "bash", "-c", FLOOD).job();
    new Eventually(() -> Long.toString(connections())).contains("0");
    CliProcess output = CliProcess.start(alice.program("output", job));
    new Eventually(() -> read(output.out())).contains("begin");
    assertThat(connections()).isEqualTo(1);

    output.breakOff();
    Answer answer = output.awaitEnd();

    assertThat(answer.exit()).isEqualTo(130);
    assertThat(answer.err()).isEmpty();
    new Eventually(() -> Long.toString(connections())).contains("0");
    assertThat(alice.run("status", job).out()).contains("running");
    alice.run("stop", job);
  }

  @Test
  void ctrlCOnRunNamesTheJobThatRunsOn() throws Exception {
    CliProcess run = CliProcess.start(alice.program("run", "bash", "-c", FLOOD));
    new Eventually(() -> read(run.out())).contains("begin");

    run.breakOff();
    Answer answer = run.awaitEnd();

    assertThat(answer.exit()).isEqualTo(130);
    assertThat(answer.err()).hasLineCount(1).startsWith("job ").contains(" was left alone");
    String job = answer.err().substring("job ".length(), "job ".length() + 36);
    assertThat(alice.run("stop", job).exit()).isZero();
  }

  @Test
  void ctrlCBeforeTheWorkerHasAnsweredSaysThatAJobMayRun() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      User bob = new User(alice.identity(), "localhost:" + mute.getLocalPort());
      CliProcess start = CliProcess.start(bob.program("start", "true"));
      try (Socket _ = mute.accept()) {
        start.breakOff();
        Answer answer = start.awaitEnd();

        assertThat(answer.exit()).isEqualTo(130);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err())
            .isEqualTo("NOTE: the job may have been started; 'list --own' shows it then\n");
      }
    }
  }

  @Test
  void threadDumpOfTheJvmIsNotMixedIntoTheOutput() throws Exception {
    String job = alice.run("start", "bash", "-c", "echo begin; sleep 1000").job();
    CliProcess output = CliProcess.start(alice.program("output", job));
    new Eventually(() -> read(output.out())).contains("begin");

    new ProcessBuilder("kill", "-QUIT", Long.toString(output.process().pid())).start().waitFor();
    new Eventually(() -> all(output.err())).contains("Full thread dump");
    alice.run("stop", job);

    assertThat(output.awaitEnd().out()).isEqualTo("begin\n");
  }

  @Test
  void aReaderThatHasEnoughEndsTheCommandQuietly() throws Exception {
    String job = alice.run("start", "seq", "1000000").job();
    ProcessBuilder pipeline = alice.program();
    pipeline.command(
        List.of(
            "bash",
            "-c",
            "\"$0\" output " + job + " | head -1; echo ${PIPESTATUS[0]}",
            User.LAUNCHER.toString()));

    Answer answer = CliProcess.start(pipeline).awaitEnd();

    assertThat(answer).isEqualTo(new Answer(0, "1\n141\n", ""));
  }

  private static String read(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      return String.valueOf(reader.readLine());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String all(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
