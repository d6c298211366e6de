package io.processmanager.cli.command;

import com.google.gson.JsonObject;
import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.StopReason;
import java.time.Duration;

/** A job's state, its exit and why it ended, as members of its JSON. */
final class StateJson {

  private StateJson() {}

  static void add(JsonObject json, JobState state) {
    switch (state) {
      case JobState.Running running -> {
        json.addProperty("state", "running");
        json.addProperty("startedAt", running.startedAt().toString());
      }
      case JobState.Stopping stopping -> {
        json.addProperty("state", "stopping");
        json.addProperty("startedAt", stopping.startedAt().toString());
        json.addProperty("stopRequestedAt", stopping.requestedAt().toString());
        addReason(json, stopping.reason());
        json.addProperty("graceSeconds", Durations.fractionalSeconds(stopping.grace()));
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

  private static void addReason(JsonObject json, StopReason reason) {
    switch (reason) {
      case StopReason.Asked asked -> {
        json.addProperty("stopReason", "asked");
        json.addProperty("stoppedBy", asked.by().name());
      }
      case StopReason.TimeOver over -> {
        json.addProperty("stopReason", "run_time_over");
        addLimit(json, over.limit());
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
      case EndCause.TimedOut timedOut -> {
        json.addProperty("cause", "timed_out");
        addLimit(json, timedOut.limit());
        json.addProperty("leaderKilled", timedOut.killed());
      }
      case EndCause.Signaled signaled -> {
        json.addProperty("cause", "signaled");
        json.addProperty("signaledBy", signaled.by().name());
      }
      case EndCause.KilledFromOutside _ -> json.addProperty("cause", "killed_from_outside");
      case EndCause.OutOfMemory _ -> json.addProperty("cause", "out_of_memory");
      case EndCause.Unknown _ -> json.addProperty("cause", "unknown");
    }
  }

  private static void addLimit(JsonObject json, Duration limit) {
    json.addProperty("runTimeLimitSeconds", Durations.fractionalSeconds(limit));
  }
}
