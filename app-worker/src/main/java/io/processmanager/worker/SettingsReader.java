package io.processmanager.worker;

import io.processmanager.adapters.os.CgroupUse;
import io.processmanager.adapters.os.OutputPlace;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.worker.wiring.Endpoint;
import io.processmanager.worker.wiring.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes settings of options and environment, and gathers all that is wrong with them. */
final class SettingsReader {

  private final GivenValues given;
  private final Surroundings surroundings;

  private SettingsReader(GivenValues given, Surroundings surroundings) {
    this.given = given;
    this.surroundings = surroundings;
  }

  /**
   * The settings.
   *
   * @param options what was given, by the option's name without its dashes
   * @throws SettingsException something is missing or wrong
   */
  static WorkerSettings read(
      Map<String, String> options, Map<String, String> environment, Surroundings surroundings)
      throws SettingsException {
    return new SettingsReader(new GivenValues(options, environment), surroundings).read();
  }

  private WorkerSettings read() throws SettingsException {
    List<Endpoint> endpoints = new EndpointsReader(given, surroundings.isRoot()).read();
    OutputPlace output = new OutputPlaceReader(given, surroundings).read();
    CgroupUse cgroups = given.value("cgroups", "auto", SettingsReader::cgroups);
    Retention retention = retention();
    Duration grace = given.value("grace", "3s", SettingsReader::grace);
    if (endpoints == null
        || output == null
        || cgroups == null
        || retention == null
        || grace == null) {
      throw new SettingsException(given.problems());
    }
    return new WorkerSettings(endpoints, output, cgroups, retention, grace);
  }

  private @Nullable Retention retention() {
    Integer jobs = given.value("keep-jobs", "10000", SettingsReader::count);
    Duration time = given.value("keep-jobs-for", "7d", Quantities::duration);
    return jobs == null || time == null ? null : new Retention(jobs, time);
  }

  private static int count(String text) {
    if (text.matches("[0-9]{1,9}")) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a number of jobs; give a whole number below 1000000000");
  }

  private static CgroupUse cgroups(String text) {
    return switch (text) {
      case "auto" -> CgroupUse.WHERE_POSSIBLE;
      case "required" -> CgroupUse.REQUIRED;
      case "none" -> CgroupUse.NONE;
      default ->
          throw new IllegalArgumentException("'" + text + "' is neither auto, required nor none");
    };
  }

  private static Duration grace(String text) {
    Duration grace = Quantities.duration(text);
    if (grace.compareTo(StopPolicy.LONGEST_GRACE) > 0) {
      throw new IllegalArgumentException("'" + text + "' is longer than 1h");
    }
    return grace;
  }
}
