package io.processmanager.ports.contract.proof;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.StopReason;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobStatus;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Ways to show jobs wrongly: their status, and lists of them. */
final class BrokenViews {

  private BrokenViews() {}

  static Map<String, UnaryOperator<Jobs>> statuses() {
    return Map.of(
        "JOB-70", sound -> showing(sound, BrokenViews::withoutItsProcess),
        "JOB-71", sound -> showing(sound, BrokenViews::withoutItsOutput),
        "JOB-72", sound -> showing(sound, BrokenViews::stoppedBySomebodyElse),
        "JOB-101", sound -> showing(sound, BrokenViews::withoutItsProcess),
        "JOB-122", sound -> showing(sound, BrokenViews::stoppedBySomebodyElse));
  }

  static Map<String, UnaryOperator<Jobs>> lists() {
    return Map.of(
        "JOB-81", BrokenViews::sayingNotPermittedForNotFound,
        "JOB-90", sound -> listing(sound, query -> query, BrokenViews::reversed),
        "JOB-91", sound -> listing(sound, query -> query.withIdPrefix(""), page -> page),
        "JOB-92", sound -> listing(sound, query -> query.withPageToken(""), page -> page));
  }

  private static JobStatus withoutItsProcess(JobStatus status) {
    return new JobStatus(status.job(), status.output(), new ProcessStatus.Gone());
  }

  private static JobStatus withoutItsOutput(JobStatus status) {
    return new JobStatus(status.job(), OutputLog.empty(), status.process());
  }

  private static JobStatus stoppedBySomebodyElse(JobStatus status) {
    Job job = status.job();
    return job.state() instanceof JobState.Stopping stopping
        ? new JobStatus(
            job.in(
                new JobState.Stopping(
                    stopping.startedAt(),
                    stopping.requestedAt(),
                    new StopReason.Asked(new Owner("somebody")),
                    stopping.grace())),
            status.output(),
            status.process())
        : status;
  }

  private static JobPage reversed(JobPage page) {
    List<Job> jobs = new ArrayList<>(page.jobs());
    Collections.reverse(jobs);
    return new JobPage(jobs, page.nextToken());
  }

  private static Jobs showing(Jobs sound, UnaryOperator<JobStatus> change) {
    return new DelegatingJobs(sound) {
      @Override
      public JobStatus status(JobId job) {
        return change.apply(sound.status(job));
      }
    };
  }

  private static Jobs sayingNotPermittedForNotFound(Jobs sound) {
    return new DelegatingJobs(sound) {
      @Override
      public JobStatus status(JobId job) {
        try {
          return sound.status(job);
        } catch (JobsException.NotFound refusal) {
          throw new JobsException.NotPermitted(job);
        }
      }
    };
  }

  private static Jobs listing(
      Jobs sound, UnaryOperator<JobQuery> ask, UnaryOperator<JobPage> give) {
    return new DelegatingJobs(sound) {
      @Override
      public JobPage list(JobQuery query) {
        return give.apply(sound.list(ask.apply(query)));
      }
    };
  }
}
