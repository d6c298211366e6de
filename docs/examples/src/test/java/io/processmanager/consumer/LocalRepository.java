package io.processmanager.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local repository of Maven's with what the modules of this build have packed, laid out as {@code
 * mvn install} would. The user's own is left alone, and what it has is not fetched again.
 */
final class LocalRepository {

  private static final Path DIRECTORY = Path.of(System.getProperty("consumer.repository"));
  private static final List<String> ENDINGS =
      List.of(".jar", "-tests.jar", "-sources.jar", "-test-sources.jar", "-javadoc.jar");

  static {
    install("process-manager", Packed.ROOT.resolve("pom.xml"));
    install("bom", Packed.ROOT.resolve("bom/pom.xml"));
    Packed.MODULES.forEach(
        module -> install(module, Packed.ROOT.resolve(module).resolve("pom.xml")));
  }

  private LocalRepository() {}

  /** Where it is; everything was installed anew by this run of the tests. */
  static Path directory() {
    return DIRECTORY;
  }

  private static void install(String module, Path pom) {
    Path home = DIRECTORY.resolve("io/processmanager").resolve(module).resolve(Packed.VERSION);
    try {
      Files.createDirectories(home);
      try (Stream<Path> earlier = Files.list(home)) {
        for (Path file : earlier.toList()) {
          Files.delete(file);
        }
      }
      copy(pom, home.resolve(module + "-" + Packed.VERSION + ".pom"));
      for (String ending : ENDINGS) {
        Path packed = Packed.file(module, ending);
        if (Files.exists(packed)) {
          copy(packed, home.resolve(packed.getFileName()));
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
