package io.processmanager.adapters.os.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** {@link ProcessBuilder}, with stderr into stdout. */
final class JdkRunner implements Contender.Runner {

  @Override
  public Contender.Running start(Path directory, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    CompletableFuture<String> output = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> read(process, output));
    return new Contender.Running(
        process.onExit().thenApply(ended -> Integer.toString(ended.exitValue())),
        output,
        process::destroyForcibly);
  }

  private static void read(Process process, CompletableFuture<String> output) {
    try {
      output.complete(new String(process.getInputStream().readAllBytes(), UTF_8));
    } catch (IOException failure) {
      output.completeExceptionally(new UncheckedIOException(failure));
    }
  }
}
