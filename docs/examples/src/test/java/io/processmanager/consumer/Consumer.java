package io.processmanager.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An example, copied out of this project and built by Maven as anybody's project is. */
final class Consumer {

  private static final Path EXAMPLES = Path.of("").toAbsolutePath();
  private static final Path COPIES = Path.of("target/examples").toAbsolutePath();

  private static final String SETTINGS = "global-settings.xml";
  private static final String QUICK_START = " -XX:TieredStopAtLevel=1";

  private final Path project;
  private final Jdk jdk;

  private Consumer(Path project, Jdk jdk) {
    this.project = project;
    this.jdk = jdk;
  }

  /** Copies the example, to be built and run on {@code jdk}. */
  static Consumer of(String example, Jdk jdk) throws Exception {
    Path copy = COPIES.resolve(example);
    try (Stream<Path> files = Files.walk(EXAMPLES.resolve(example))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path name = EXAMPLES.resolve(example).relativize(file);
        if (!name.startsWith("target")) {
          Files.createDirectories(copy.resolve(name).getParent());
          Files.copy(file, copy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    GlobalSettings.write(copy.resolve(SETTINGS), property("global-settings"), settings());
    return new Consumer(copy, jdk);
  }

  /** Runs Maven in the project's folder. */
  Program maven(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("consumer.maven"), "bin", "mvn").toString(),
                "--quiet",
                "--batch-mode",
                "--global-settings=" + SETTINGS,
                // What is in a directory is there without a network, too.
                "-Daether.offline.protocols=file",
                "-Dstyle.color=never",
                "-Dmaven.repo.local=" + LocalRepository.directory(),
                "-Dprocess-manager.version=" + System.getProperty("consumer.version")));
    if (Files.exists(property("settings"))) {
      command.add("--settings=" + property("settings"));
    }
    if (property("offline").endsWith("true")) {
      command.add("--offline");
    }
    command.addAll(List.of(arguments));
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("JAVA_HOME", jdk.home().toString());
    variables.put("MAVEN_OPTS", System.getenv().getOrDefault("MAVEN_OPTS", "") + QUICK_START);
    variables.put("MAVEN_ARGS", "");
    return Program.run(project, variables, command);
  }

  /** What the outer build says of itself. */
  private static Path property(String name) {
    return Path.of(System.getProperty("consumer.maven." + name)).normalize();
  }

  /** What others wrote comes from this machine's local repository where it has it. */
  private static String settings() {
    String repository = Path.of(System.getProperty("consumer.maven.repository")).toUri().toString();
    return Packed.text(Path.of("src/test/resources/settings.xml"))
        .replace("@repository@", repository);
  }

  /** A file of the project. */
  Path file(String name) {
    return project.resolve(name);
  }

  /** A file of the project, read. */
  byte[] bytes(String name) {
    try {
      return Files.readAllBytes(file(name));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
