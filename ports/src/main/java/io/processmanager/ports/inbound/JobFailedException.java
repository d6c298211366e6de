package io.processmanager.ports.inbound;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.JobSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job that a caller {@linkplain RunResult#orThrow needed to succeed} did not. Nothing was
 * refused: the job ran, and its own end was another than status 0, or it was stopped.
 */
public final class JobFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int LONGEST_COMMAND = 200;
  private static final int LONGEST_END_OF_OUTPUT = 1000;

  /** Null in an exception that was serialized: a result stays in its JVM. */
  private final transient @Nullable RunResult result;

  /**
   * An exception whose message tells the command, its exit and the end of what it printed.
   *
   * @param result what became of the job
   */
  public JobFailedException(RunResult result) {
    super(message(Objects.requireNonNull(result, "result")));
    this.result = result;
  }

  /**
   * {@return the job and all that was collected of its output}
   *
   * @throws IllegalStateException this exception was serialized, and its result stayed behind
   */
  public RunResult result() {
    RunResult here = result;
    if (here == null) {
      throw new IllegalStateException(
          "the result stayed in the JVM that ran the job; the message tells of it");
    }
    return here;
  }

  private static String message(RunResult result) {
    String output = result.output().text().strip();
    String told = "'" + command(result.job().spec()) + "' " + result.exit() + why(result);
    if (output.isEmpty()) {
      return told + " and printed nothing";
    }
    return told + "; " + which(result.output()) + endOf(output);
  }

  private static String why(RunResult result) {
    return result.end().cause() instanceof EndCause.ByItself ? "" : ", " + result.end().cause();
  }

  private static String command(JobSpec spec) {
    String command = String.join(" ", spec.program(), String.join(" ", spec.arguments())).strip();
    return command.length() <= LONGEST_COMMAND
        ? command
        : command.substring(0, LONGEST_COMMAND) + "…";
  }

  private static String which(CollectedOutput output) {
    return output.isTruncated()
        ? "the first " + output.sizeBytes() + " bytes that it printed end with:\n"
        : "it printed:\n";
  }

  private static String endOf(String output) {
    return output.length() <= LONGEST_END_OF_OUTPUT
        ? output
        : "…" + output.substring(output.length() - LONGEST_END_OF_OUTPUT);
  }
}
