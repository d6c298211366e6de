package io.processmanager.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process whose stdout and stderr go to files, so that nothing holds it up. */
record CliProcess(Process process, Path out, Path err) {

  private static final long LONGEST_SECONDS = 60;

  /** The command takes SIGINT, even where these tests run in a background that has it ignored. */
  static CliProcess start(ProcessBuilder builder) throws IOException {
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(builder.command());
    builder.command(command);
    Path out = Files.createTempFile("process-manager", ".out");
    Path err = Files.createTempFile("process-manager", ".err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    return new CliProcess(process, out, err);
  }

  /** Sends SIGINT, as Ctrl-C does. */
  void breakOff() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /** Waits for the end, however long the job's own may be. */
  Answer awaitEnd() throws IOException, InterruptedException {
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the command has not ended: " + Files.readString(err));
    }
    Answer answer = new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
    Files.delete(out);
    Files.delete(err);
    return answer;
  }
}
