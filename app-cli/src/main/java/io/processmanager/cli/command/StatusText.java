package io.processmanager.cli.command;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.ProcessAttributes;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.job.WorkingDirectory;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.inbound.JobStatus;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A status as aligned lines of {@code key: value}. */
final class StatusText {

  private static final String NOTHING_YET = "-";
  private static final int BYTES_PER_STEP = 1024;
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private final Map<String, String> lines = new LinkedHashMap<>();

  private StatusText() {}

  /** The lines, without a line end behind the last. */
  static String of(JobStatus status) {
    StatusText text = new StatusText();
    text.describe(status.job());
    text.describe(status.job().state());
    text.describe(status.output());
    switch (status.process()) {
      case ProcessStatus.Alive alive -> text.describe(alive);
      case ProcessStatus.Gone _ -> {}
    }
    return text.aligned();
  }

  private void describe(Job job) {
    lines.put("id", job.id().toString());
    lines.put("owner", job.owner().name());
    lines.put("command line", JobText.command(job.spec()));
    if (job.spec().workingDirectory() instanceof WorkingDirectory.At at) {
      lines.put("working directory", at.path());
    }
    if (!job.spec().environment().isEmpty()) {
      lines.put("environment", String.join(", ", job.spec().environment().keySet()));
    }
    describe(job.spec().attributes());
    describe(job.spec().stopPolicy());
  }

  private void describe(ProcessAttributes attributes) {
    attributes
        .umask()
        .ifPresent(umask -> lines.put("umask", String.format(Locale.ROOT, "%03o", umask)));
    attributes.nice().ifPresent(nice -> lines.put("nice at start", Integer.toString(nice)));
    if (!attributes.softLimits().isEmpty()) {
      lines.put("soft limits", LimitText.of(attributes.softLimits()));
    }
  }

  private void describe(StopPolicy policy) {
    StopPolicy defaults = StopPolicy.defaults();
    if (!policy.signal().equals(defaults.signal())) {
      lines.put("stop signal", policy.signal().signalName());
    }
    if (!policy.grace().equals(defaults.grace())) {
      lines.put("grace period", Durations.inSeconds(policy.grace()));
    }
    policy
        .maximumRunTime()
        .ifPresent(limit -> lines.put("maximum run time", Durations.inSeconds(limit)));
  }

  private void describe(JobState state) {
    lines.put("state", name(state));
    lines.put("started", state.startedAt().toString());
    switch (state) {
      case JobState.Ended ended -> {
        lines.put("ended", ended.endedAt().toString());
        lines.put("exit", ended.exit().toString());
        lines.put("how it ended", JobText.cause(ended.cause()));
      }
      case JobState.Stopping stopping -> {
        lines.put("ended", NOTHING_YET);
        lines.put("exit", NOTHING_YET);
        lines.put("how it ended", JobText.stopping(stopping));
      }
      case JobState.Running _ -> {
        lines.put("ended", NOTHING_YET);
        lines.put("exit", NOTHING_YET);
        lines.put("how it ended", NOTHING_YET);
      }
    }
  }

  private static String name(JobState state) {
    return switch (state) {
      case JobState.Running _ -> "running";
      case JobState.Stopping _ -> "stopping";
      case JobState.Ended _ -> "ended";
    };
  }

  /** How much of what is lost lies between the bytes that are kept is not known here. */
  private static String kept(OutputLog output) {
    if (output.keptBytes() == 0 || output.lostBytes() == output.endOffset()) {
      return "nothing";
    }
    String range = "offsets " + output.firstOffset() + " to " + output.endOffset();
    return output.lostBytes() == 0 ? range : range + ", but for what is lost";
  }

  private void describe(OutputLog output) {
    lines.put("output size", size(output.endOffset()));
    lines.put("output kept", kept(output));
    if (output.lostBytes() > 0) {
      lines.put(
          "output lost", size(output.lostBytes()) + ": the worker's storage was full or failed");
    }
    lines.put(
        "output end",
        switch (output.completion()) {
          case OPEN -> NOTHING_YET;
          case COMPLETE -> "complete";
          case CUT_OFF -> "cut off: a process that the job left behind held it open";
        });
  }

  private void describe(ProcessStatus.Alive process) {
    lines.put("pid", Long.toString(process.pid()));
    lines.put("effective user", process.effectiveUser());
    lines.put("priority", Integer.toString(process.priority()));
    lines.put("nice", Integer.toString(process.nice()));
    lines.put("virtual size", size(process.virtualBytes()));
    lines.put("resident size", size(process.residentBytes()));
    lines.put("shared memory", size(process.sharedBytes()));
    lines.put("process state", process.state() + meaning(process.state()));
    lines.put("CPU share", percent(process.cpuPercent()));
    lines.put("memory share", percent(process.memoryPercent()));
    lines.put("CPU time", Durations.inSeconds(process.cpuTime()));
    lines.put("threads", Integer.toString(process.threads()));
    lines.put("process command", Printable.words(process.commandLine()));
  }

  /** The letters of proc_pid_stat(5). */
  private static String meaning(char state) {
    return switch (state) {
      case 'R' -> " (running)";
      case 'S' -> " (sleeping)";
      case 'D' -> " (waiting for a device)";
      case 'T' -> " (stopped by a signal)";
      case 't' -> " (stopped by a debugger)";
      case 'Z' -> " (ended, about to be reaped)";
      case 'X' -> " (dead)";
      case 'I' -> " (idle)";
      default -> "";
    };
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.1f %%", value);
  }

  private static String size(long bytes) {
    if (bytes < BYTES_PER_STEP) {
      return bytes + " bytes";
    }
    double value = bytes;
    int unit = -1;
    while (value >= BYTES_PER_STEP && unit < UNITS.length - 1) {
      value /= BYTES_PER_STEP;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s (%d bytes)", value, UNITS[unit], bytes);
  }

  private String aligned() {
    int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0) + 1;
    return lines.entrySet().stream()
        .map(
            line ->
                String.format(
                    Locale.ROOT,
                    "%-" + width + "s %s",
                    line.getKey() + ":",
                    Printable.line(line.getValue())))
        .collect(Collectors.joining("\n"));
  }
}
