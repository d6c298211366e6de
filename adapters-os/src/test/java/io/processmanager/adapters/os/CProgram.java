package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs in C, for what no program that is installed everywhere does. */
final class CProgram {

  private CProgram() {}

  /**
   * Compiles the resource {@code name.c}, into {@code directory/name}. Skips the test where there
   * is no C compiler.
   */
  static Path compiled(Path directory, String name, String... options) throws Exception {
    Path source = directory.resolve(name + ".c");
    Path program = directory.resolve(name);
    Files.write(source, text(name + ".c"));
    List<String> command = new ArrayList<>(List.of("cc", "-Wall", "-o", program.toString()));
    command.addAll(List.of(options));
    command.add(source.toString());
    Process compiler;
    try {
      compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException none) {
      assumeTrue(false, "there is no C compiler: " + none.getMessage());
      throw none;
    }
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(compiler.waitFor()).as(said).isZero();
    return program;
  }

  private static byte[] text(String name) throws IOException {
    try (InputStream in = CProgram.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no resource " + name);
      }
      return in.readAllBytes();
    }
  }
}
