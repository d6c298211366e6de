package io.processmanager.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.WorkingDirectory;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.inbound.JobStatus;
import io.processmanager.ports.inbound.StopOutcome;
import java.util.Collection;
import java.util.Locale;

/**
 * Results as JSON, for programs. Members are added, never renamed. Times are RFC 3339 in UTC, sizes
 * bytes, durations seconds. The values of environment variables are left out: they are often
 * secrets.
 */
final class JobJson {

  private static final double NANOS_PER_SECOND = 1e9;

  private JobJson() {}

  static JsonObject status(JobStatus status) {
    JsonObject json = job(status.job());
    json.add("output", output(status.output()));
    switch (status.process()) {
      case ProcessStatus.Alive alive -> json.add("process", process(alive));
      case ProcessStatus.Gone _ -> json.add("process", JsonNull.INSTANCE);
    }
    return json;
  }

  static JsonObject job(Job job) {
    JsonObject json = new JsonObject();
    json.addProperty("id", job.id().toString());
    json.addProperty("owner", job.owner().name());
    addSpec(json, job.spec());
    addState(json, job.state());
    return json;
  }

  static JsonObject stopped(JobId id, StopOutcome outcome) {
    JsonObject json = ended(id, outcome.end());
    json.addProperty("killed", outcome.killed());
    return json;
  }

  static JsonObject ended(JobId id, JobState.Ended end) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id.toString());
    addState(json, end);
    return json;
  }

  static JsonObject signaled(JobId id, Signal signal) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id.toString());
    json.addProperty("signal", signal.number());
    json.addProperty("signalName", signal.signalName());
    return json;
  }

  private static void addSpec(JsonObject json, JobSpec spec) {
    json.addProperty("program", spec.program());
    json.add("arguments", array(spec.arguments()));
    json.add("environmentNames", array(spec.environment().keySet()));
    switch (spec.workingDirectory()) {
      case WorkingDirectory.At at -> json.addProperty("workingDirectory", at.path());
      case WorkingDirectory.Inherited _ -> json.add("workingDirectory", JsonNull.INSTANCE);
    }
  }

  private static void addState(JsonObject json, JobState state) {
    switch (state) {
      case JobState.Running running -> {
        json.addProperty("state", "running");
        json.addProperty("startedAt", running.startedAt().toString());
      }
      case JobState.Stopping stopping -> {
        json.addProperty("state", "stopping");
        json.addProperty("startedAt", stopping.startedAt().toString());
        json.addProperty("stopRequestedAt", stopping.requestedAt().toString());
        json.addProperty("stoppedBy", stopping.stoppedBy().name());
        json.addProperty("graceSeconds", stopping.grace().toNanos() / NANOS_PER_SECOND);
      }
      case JobState.Ended ended -> {
        json.addProperty("state", "ended");
        json.addProperty("startedAt", ended.startedAt().toString());
        json.addProperty("endedAt", ended.endedAt().toString());
        json.add("exit", exit(ended.exit()));
        addCause(json, ended.cause());
      }
    }
  }

  private static JsonObject exit(Exit exit) {
    JsonObject json = new JsonObject();
    switch (exit) {
      case Exit.Exited exited -> {
        json.addProperty("kind", "exited");
        json.addProperty("code", exited.code());
      }
      case Exit.Signaled signaled -> {
        json.addProperty("kind", "signaled");
        json.addProperty("signal", signaled.signal().number());
        json.addProperty("signalName", signaled.signal().signalName());
        json.addProperty("coreDumped", signaled.coreDumped());
      }
      case Exit.Unknown _ -> json.addProperty("kind", "unknown");
    }
    json.addProperty("shellStatus", exit.shellStatus());
    return json;
  }

  private static void addCause(JsonObject json, EndCause cause) {
    switch (cause) {
      case EndCause.ByItself _ -> json.addProperty("cause", "by_itself");
      case EndCause.Stopped stopped -> {
        json.addProperty("cause", "stopped");
        json.addProperty("stoppedBy", stopped.by().name());
      }
      case EndCause.KilledAfterGrace killed -> {
        json.addProperty("cause", "killed_after_grace");
        json.addProperty("stoppedBy", killed.by().name());
      }
    }
  }

  private static JsonObject output(OutputLog output) {
    JsonObject json = new JsonObject();
    json.addProperty("firstOffset", output.firstOffset());
    json.addProperty("endOffset", output.endOffset());
    json.addProperty("completion", output.completion().name().toLowerCase(Locale.ROOT));
    return json;
  }

  private static JsonObject process(ProcessStatus.Alive process) {
    JsonObject json = new JsonObject();
    json.addProperty("pid", process.pid());
    json.addProperty("effectiveUser", process.effectiveUser());
    json.addProperty("priority", process.priority());
    json.addProperty("nice", process.nice());
    json.addProperty("virtualBytes", process.virtualBytes());
    json.addProperty("residentBytes", process.residentBytes());
    json.addProperty("sharedBytes", process.sharedBytes());
    json.addProperty("state", String.valueOf(process.state()));
    addFinite(json, "cpuPercent", process.cpuPercent());
    addFinite(json, "memoryPercent", process.memoryPercent());
    json.addProperty("cpuTimeSeconds", process.cpuTime().toNanos() / NANOS_PER_SECOND);
    json.addProperty("threads", process.threads());
    json.add("commandLine", array(process.commandLine()));
    return json;
  }

  /** JSON has no NaN. */
  private static void addFinite(JsonObject json, String name, double value) {
    if (Double.isFinite(value)) {
      json.addProperty(name, value);
    } else {
      json.add(name, JsonNull.INSTANCE);
    }
  }

  private static JsonArray array(Collection<String> texts) {
    JsonArray json = new JsonArray();
    texts.forEach(json::add);
    return json;
  }
}
