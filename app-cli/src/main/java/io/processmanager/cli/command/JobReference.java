package io.processmanager.cli.command;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a user wrote for a job: a JobUUID, or as much of it as is unique among their own jobs. */
final class JobReference {

  private static final int FULL_LENGTH = 36;
  private static final int CANDIDATES_SHOWN = 8;
  private static final Pattern PREFIX = Pattern.compile("[0-9a-fA-F-]{1,35}");

  private JobReference() {}

  /** The job that is meant. A full id is not looked up: the worker decides about it. */
  static JobId resolve(String text, Jobs jobs) {
    if (text.length() == FULL_LENGTH) {
      return full(text);
    }
    if (!PREFIX.matcher(text).matches()) {
      throw CommandFailure.refusal(
          RefusalStatus.INVALID_ARGUMENT,
          "'"
              + shortened(text)
              + "' is neither a JobUUID nor the beginning of one; 'list' shows them");
    }
    JobPage page = jobs.list(JobQuery.own().withIdPrefix(text).withPageSize(CANDIDATES_SHOWN + 1));
    return onlyOne(text, page.jobs());
  }

  private static JobId full(String text) {
    try {
      return JobId.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw CommandFailure.refusal(
          RefusalStatus.INVALID_ARGUMENT, String.valueOf(malformed.getMessage()));
    }
  }

  private static JobId onlyOne(String prefix, List<Job> candidates) {
    return switch (candidates.size()) {
      case 0 ->
          throw CommandFailure.refusal(
              RefusalStatus.NOT_FOUND,
              "no job of yours begins with '" + prefix + "'; 'list' shows those there are");
      case 1 -> candidates.get(0).id();
      default ->
          throw CommandFailure.refusal(
              RefusalStatus.INVALID_ARGUMENT,
              "'" + prefix + "' could be any of " + listed(candidates) + "; give more of it");
    };
  }

  private static String listed(List<Job> candidates) {
    String shown =
        candidates.stream()
            .limit(CANDIDATES_SHOWN)
            .map(job -> job.id().toString())
            .collect(Collectors.joining(", "));
    return candidates.size() > CANDIDATES_SHOWN ? shown + " and others" : shown;
  }

  private static String shortened(String text) {
    return text.length() <= FULL_LENGTH ? text : text.substring(0, FULL_LENGTH) + "...";
  }
}
