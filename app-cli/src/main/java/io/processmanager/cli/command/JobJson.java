package io.processmanager.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
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
    SpecJson.add(json, job.spec());
    StateJson.add(json, job.state());
    return json;
  }

  static JsonObject stopped(JobId id, StopOutcome outcome) {
    JsonObject json = inState(id, outcome.state());
    json.addProperty("killed", outcome.killed());
    json.addProperty("thoroughness", outcome.thoroughness().name().toLowerCase(Locale.ROOT));
    return json;
  }

  static JsonObject inState(JobId id, JobState state) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id.toString());
    StateJson.add(json, state);
    return json;
  }

  static JsonObject signaled(JobId id, Signal signal) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id.toString());
    json.addProperty("signal", signal.number());
    json.addProperty("signalName", signal.signalName());
    return json;
  }

  private static JsonObject output(OutputLog output) {
    JsonObject json = new JsonObject();
    json.addProperty("firstOffset", output.firstOffset());
    json.addProperty("lostBytes", output.lostBytes());
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
    json.addProperty("cpuTimeSeconds", Durations.fractionalSeconds(process.cpuTime()));
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

  static JsonArray array(Collection<String> texts) {
    JsonArray json = new JsonArray();
    texts.forEach(json::add);
    return json;
  }
}
