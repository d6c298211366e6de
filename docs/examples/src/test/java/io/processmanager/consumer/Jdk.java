package io.processmanager.consumer;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param home where it is installed
 */
record Jdk(Path home) {

  private static final List<Path> WHERE_MANY_ARE =
      List.of(
          Path.of("/usr/lib/jvm"),
          Path.of("/usr/java"),
          Path.of("/opt/java"),
          Path.of(System.getProperty("user.home"), ".sdkman/candidates/java"),
          Path.of(System.getProperty("user.home"), ".jdks"));

  /** What the user has told Maven of, and what its plugin has found. */
  private static final List<Path> TOOLCHAINS =
      List.of(
          Path.of(System.getProperty("user.home"), ".m2/toolchains.xml"),
          Path.of(System.getProperty("user.home"), ".m2/discovered-jdk-toolchains-cache.xml"));

  /** What Maven warns of when the tests are through. */
  private static final Path NOT_TESTED = Path.of("target/not-tested.txt");

  private static final Pattern HOME = Pattern.compile("<jdkHome>\\s*([^<]+?)\\s*</jdkHome>");

  /** The one that runs the tests. */
  static Jdk ours() {
    return new Jdk(Path.of(System.getProperty("java.home")));
  }

  /**
   * The one that Maven runs on if it is of that version, one that the environment names, or any.
   */
  static Optional<Jdk> ofVersion(int feature) {
    Stream<Path> mavens = Stream.of(Path.of(System.getProperty("consumer.maven.java")));
    Stream<Path> named =
        System.getenv().entrySet().stream()
            .filter(variable -> variable.getKey().matches("(JAVA|JDK)_?HOME.*|JAVA\\d+_HOME"))
            .map(variable -> Path.of(variable.getValue()));
    Stream<Path> installed = WHERE_MANY_ARE.stream().flatMap(Jdk::directoriesIn);
    Stream<Path> toolchains = TOOLCHAINS.stream().flatMap(Jdk::toolchainsIn);
    return Stream.of(mavens, named, toolchains, installed)
        .flatMap(homes -> homes)
        .map(Jdk::new)
        .filter(jdk -> jdk.feature().equals(Optional.of(feature)) && jdk.compiles())
        .findFirst();
  }

  /** The homes of a file of toolchains. */
  static Stream<Path> toolchainsIn(Path file) {
    return Files.isReadable(file)
        ? HOME.matcher(Packed.text(file)).results().map(found -> Path.of(found.group(1)))
        : Stream.empty();
  }

  /** The oldest that remote jobs work on; where there is none, the build's end says so. */
  static Optional<Jdk> java17() {
    Optional<Jdk> found = ofVersion(17);
    try {
      if (found.isEmpty()) {
        Files.writeString(
            NOT_TESTED,
            "no JDK 17 was found, by JAVA_HOME, toolchains or in the usual places:"
                + " that remote jobs work on Java 17 was NOT tested");
      } else {
        Files.deleteIfExists(NOT_TESTED);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return found;
  }

  private static Stream<Path> directoriesIn(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Stream.empty();
    }
    try (Stream<Path> homes = Files.list(directory)) {
      return homes.sorted().toList().stream();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private boolean compiles() {
    return Files.isExecutable(home.resolve("bin/javac"));
  }

  private Optional<Integer> feature() {
    Path release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return Optional.empty();
    }
    Properties said = new Properties();
    try (Reader reader = Files.newBufferedReader(release)) {
      said.load(reader);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return Optional.ofNullable(said.getProperty("JAVA_VERSION"))
        .flatMap(version -> featureOf(version.replace("\"", "")));
  }

  /** None for what is no version today, as 1.8.0_452 is not. */
  static Optional<Integer> featureOf(String version) {
    try {
      return Optional.of(Runtime.Version.parse(version).feature());
    } catch (IllegalArgumentException older) {
      return Optional.empty();
    }
  }

  /** Its launcher. */
  String java() {
    return home.resolve("bin/java").toString();
  }
}
