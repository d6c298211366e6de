package io.processmanager.ports.contract.proof;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobStatus;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.RequestId;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.inbound.WatchQuery;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Sound jobs, for a subclass to break in one place. */
abstract class DelegatingJobs implements Jobs {

  final Jobs sound;

  DelegatingJobs(Jobs sound) {
    this.sound = sound;
  }

  @Override
  public Job start(JobSpec spec) {
    return sound.start(spec);
  }

  @Override
  public Job start(JobSpec spec, RequestId requestId) {
    return sound.start(spec, requestId);
  }

  @Override
  public CompletionStage<StopOutcome> requestStop(JobId job) {
    return sound.requestStop(job);
  }

  @Override
  public CompletionStage<StopOutcome> requestStop(JobId job, Duration grace) {
    return sound.requestStop(job, grace);
  }

  @Override
  public JobStatus status(JobId job) {
    return sound.status(job);
  }

  @Override
  public JobPage list(JobQuery query) {
    return sound.list(query);
  }

  @Override
  public void signal(JobId job, Signal signal) {
    sound.signal(job, signal);
  }

  @Override
  public CompletionStage<JobState.Ended> onExit(JobId job) {
    return sound.onExit(job);
  }

  @Override
  public long locateOutput(JobId job, OutputQuery.Start start) {
    return sound.locateOutput(job, start);
  }

  @Override
  public Flow.Publisher<OutputItem> output(JobId job, OutputQuery query) {
    return sound.output(job, query);
  }

  @Override
  public Flow.Publisher<JobEvent> watch(WatchQuery query) {
    return sound.watch(query);
  }
}
