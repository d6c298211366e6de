package io.processmanager.adapters.os.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Compilers and their like, for this machine and for others. */
final class Toolchain {

  private Toolchain() {}

  /** The name that Debian gives a tool which makes code for {@code machine}. */
  static String tool(Machine machine, String name) {
    return switch (machine) {
      case X86_64 -> "x86_64-linux-gnu-" + name;
      case AARCH64 -> "aarch64-linux-gnu-" + name;
    };
  }

  static boolean has(String tool) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(tool, "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException none) {
      return false;
    }
  }

  /** Runs a command that must succeed, and returns what it prints. */
  static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
