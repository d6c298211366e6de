package io.processmanager.cli.command;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.ProcessAttributes;
import io.processmanager.domain.job.Resource;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.job.WorkingDirectory;
import java.util.Locale;
import java.util.Map;

/** What a job was started with, as members of its JSON; null for what is as the worker has it. */
final class SpecJson {

  private SpecJson() {}

  static void add(JsonObject json, JobSpec spec) {
    json.addProperty("program", spec.program());
    json.add("arguments", JobJson.array(spec.arguments()));
    json.add("environmentNames", JobJson.array(spec.environment().keySet()));
    switch (spec.workingDirectory()) {
      case WorkingDirectory.At at -> json.addProperty("workingDirectory", at.path());
      case WorkingDirectory.Inherited _ -> json.add("workingDirectory", JsonNull.INSTANCE);
    }
    add(json, spec.attributes());
    add(json, spec.stopPolicy());
  }

  /** The umask is text in octal, as people know it: JSON has no octal numbers. */
  private static void add(JsonObject json, ProcessAttributes attributes) {
    if (attributes.umask().isPresent()) {
      json.addProperty("umask", String.format(Locale.ROOT, "%03o", attributes.umask().getAsInt()));
    } else {
      json.add("umask", JsonNull.INSTANCE);
    }
    if (attributes.nice().isPresent()) {
      json.addProperty("nice", attributes.nice().getAsInt());
    } else {
      json.add("nice", JsonNull.INSTANCE);
    }
    json.add("softLimits", limits(attributes.softLimits()));
  }

  /** In the resources' own units; text where there is no bound. */
  private static JsonObject limits(Map<Resource, Limit> limits) {
    JsonObject json = new JsonObject();
    limits.forEach(
        (resource, limit) -> {
          switch (limit) {
            case Limit.AtMost atMost -> json.addProperty(resource.shortName(), atMost.value());
            case Limit.Unlimited _ -> json.addProperty(resource.shortName(), limit.toString());
          }
        });
    return json;
  }

  private static void add(JsonObject json, StopPolicy policy) {
    json.addProperty("stopSignal", policy.signal().number());
    json.addProperty("stopSignalName", policy.signal().signalName());
    json.addProperty("stopGraceSeconds", Durations.fractionalSeconds(policy.grace()));
    if (policy.maximumRunTime().isPresent()) {
      json.addProperty(
          "maximumRunTimeSeconds", Durations.fractionalSeconds(policy.maximumRunTime().get()));
    } else {
      json.add("maximumRunTimeSeconds", JsonNull.INSTANCE);
    }
  }
}
