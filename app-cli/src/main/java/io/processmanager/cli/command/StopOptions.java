package io.processmanager.cli.command;

import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.StopPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how and when a job is stopped. */
final class StopOptions {

  @Option(
      names = "--stop-signal",
      paramLabel = "SIGNAL",
      description = "What asks it to end when it is stopped, such as INT. Default: TERM.")
  private @Nullable String signal;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      description =
          "How long it may take to end by itself when it is stopped, such as 500ms or "
              + "10s; 'stop' may say otherwise. Default: 3s.")
  private @Nullable String grace;

  @Option(
      names = "--max-runtime",
      paramLabel = "TIME",
      description = "Stop it when it has run that long, such as 30s, 10m or 2h.")
  private @Nullable String maximumRunTime;

  /** What the options say; the rest is the default. */
  StopPolicy policy() {
    StopPolicy policy = StopPolicy.defaults();
    if (signal != null) {
      policy = withSignal(policy, signal);
    }
    if (grace != null) {
      policy = withGrace(policy, grace);
    }
    if (maximumRunTime != null) {
      policy = withMaximumRunTime(policy, maximumRunTime);
    }
    return policy;
  }

  private static StopPolicy withSignal(StopPolicy policy, String text) {
    return OptionValue.allowed("--stop-signal", () -> policy.withSignal(Signal.parse(text)));
  }

  private static StopPolicy withGrace(StopPolicy policy, String text) {
    Duration given = OptionValue.read("--grace", () -> Durations.parse(text));
    return OptionValue.allowed("--grace", () -> policy.withGrace(given));
  }

  private static StopPolicy withMaximumRunTime(StopPolicy policy, String text) {
    Duration given = OptionValue.read("--max-runtime", () -> Durations.parse(text));
    return OptionValue.allowed("--max-runtime", () -> policy.withMaximumRunTime(given));
  }
}
