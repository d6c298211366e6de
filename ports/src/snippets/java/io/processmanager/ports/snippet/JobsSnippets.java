package io.processmanager.ports.snippet;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobHandle;
import io.processmanager.ports.inbound.JobWatch;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.RunResult;
import io.processmanager.ports.inbound.StopOutcome;
import io.processmanager.ports.inbound.WatchQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What can be done with jobs, wherever they run. */
final class JobsSnippets {

  private JobsSnippets() {}

  static void embedded() throws InterruptedException {
    // @start region="embedded"
    try (LocalJobs local = LocalJobs.open()) {
      Jobs jobs = local.jobs();
      String head = jobs.run(JobSpec.of("git", "rev-parse", "HEAD")).orThrow().output().text();
      try (JobHandle build = jobs.launch(JobSpec.of("make", "-j8")).stopOnClose()) {
        build.lines().forEach(System.out::println);
        System.out.println(head + build.awaitExit().exit());
      }
    }
    // @end
  }

  static void output(JobHandle job) throws IOException, InterruptedException {
    // @start region="output"
    // All of it, however late it is asked for, and what comes until the job has ended.
    try (InputStream all = job.inputStream()) {
      all.transferTo(System.out);
    }
    // The last ten lines that are there now.
    OutputQuery tail = OutputQuery.tailLines(10).withoutFollowing();
    try (InputStream last = job.openOutput(tail).asInputStream()) {
      last.transferTo(System.out);
    }
    // @end
  }

  static void stop(JobHandle job) throws InterruptedException {
    // @start region="stop"
    StopOutcome stopped = job.stop(Duration.ofSeconds(10));
    switch (stopped.thoroughness()) {
      case KILL_PENDING -> System.err.println("something of it has not died yet");
      case BEST_EFFORT -> System.err.println("nothing of it was found any more");
      default -> System.err.println("nothing of it is left");
    }
    // @end
  }

  static void errors(Jobs jobs) throws InterruptedException {
    // @start region="errors"
    try {
      RunResult result = jobs.run(JobSpec.of("make"));
      if (result.exit() instanceof Exit.Signaled killed) {
        System.err.println("make was ended by " + killed.signal());
      } else if (!result.isSuccess()) {
        System.err.println("make failed: " + result.output().text());
      }
    } catch (JobsException.NotStarted refused) {
      System.err.println(refused.reason() + ": " + refused.path());
    } catch (JobsException.Unavailable unreachable) {
      System.err.println("no worker: " + unreachable.getMessage());
    }
    // @end
  }

  static CompletionStage<String> threading(Jobs jobs) {
    // @start region="threading"
    return jobs.runAsync(JobSpec.of("make", "test"), 1 << 20)
        .thenApply(result -> result.exit() + ": " + result.output().text());
    // @end
  }

  static void watch(Jobs jobs) throws InterruptedException {
    // @start region="watch"
    try (JobWatch watch = jobs.openWatch(WatchQuery.fromNow())) {
      for (Optional<JobEvent> event = watch.next(); event.isPresent(); event = watch.next()) {
        if (event.get() instanceof JobEvent.Changed changed
            && changed.job().state() instanceof JobState.Ended end
            && end.cause() instanceof EndCause.TimedOut) {
          System.err.println(changed.job().id() + " took too long");
        }
      }
    }
    // @end
  }
}
