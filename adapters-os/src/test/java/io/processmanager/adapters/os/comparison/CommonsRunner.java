package io.processmanager.adapters.os.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteResultHandler;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.PumpStreamHandler;

/** Apache Commons Exec, asynchronous, with a watchdog, which is what can end a process. */
final class CommonsRunner implements Contender.Runner {

  @Override
  public Contender.Running start(Path directory, String... command) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ExecuteWatchdog watchdog =
        ExecuteWatchdog.builder().setTimeout(ExecuteWatchdog.INFINITE_TIMEOUT_DURATION).get();
    DefaultExecutor executor =
        DefaultExecutor.builder()
            .setWorkingDirectory(directory.toFile())
            .setExecuteStreamHandler(new PumpStreamHandler(bytes))
            .get();
    executor.setWatchdog(watchdog);
    CommandLine line = new CommandLine(command[0]);
    line.addArguments(Arrays.copyOfRange(command, 1, command.length), false);
    Result result = new Result(new CompletableFuture<>());
    executor.execute(line, result);
    return new Contender.Running(
        result.exit(),
        result.exit().thenApply(exit -> bytes.toString(UTF_8)),
        watchdog::destroyProcess);
  }

  private record Result(CompletableFuture<String> exit) implements ExecuteResultHandler {

    @Override
    public void onProcessComplete(int exitValue) {
      exit.complete(Integer.toString(exitValue));
    }

    @Override
    public void onProcessFailed(ExecuteException failure) {
      if (failure.getCause() == null) {
        exit.complete(Integer.toString(failure.getExitValue()));
      } else {
        exit.completeExceptionally(failure);
      }
    }
  }
}
