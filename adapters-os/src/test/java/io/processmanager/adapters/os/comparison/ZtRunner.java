package io.processmanager.adapters.os.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.ProcessResult;
import org.zeroturnaround.exec.StartedProcess;

/** ZT Process Executor, which keeps the output of whoever asks for that. */
final class ZtRunner implements Contender.Runner {

  @Override
  public Contender.Running start(Path directory, String... command) throws Exception {
    StartedProcess started =
        new ProcessExecutor(command).directory(directory.toFile()).readOutput(true).start();
    CompletableFuture<ProcessResult> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(started.getFuture().get());
              } catch (Exception failure) {
                result.completeExceptionally(failure);
              }
            });
    return new Contender.Running(
        result.thenApply(ended -> Integer.toString(ended.getExitValue())),
        result.thenApply(ended -> ended.getOutput().getString(UTF_8.name())),
        started.getProcess()::destroyForcibly);
  }
}
