package io.processmanager.ports.contract.proof;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessAttributes;
import io.processmanager.domain.job.StopPolicy;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.JobsException.NotStarted;
import io.processmanager.ports.inbound.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Ways to start jobs wrongly. */
final class BrokenStarts {

  private BrokenStarts() {}

  static Map<String, UnaryOperator<Jobs>> byRule() {
    Map<RequestId, Job> everybodysRequests = new ConcurrentHashMap<>();
    return Map.of(
        "JOB-1",
            sound ->
                answering(sound, job -> new Job(job.id(), new Owner("x"), job.spec(), job.state())),
        "JOB-2",
            sound -> refusing(sound, r -> new NotStarted(r.reason(), "something", "not found")),
        "JOB-3", BrokenStarts::blurringReasons,
        "JOB-4", BrokenStarts::blurringReasons,
        "JOB-5", sound -> starting(sound, BrokenStarts::throughAShell),
        "JOB-6", sound -> starting(sound, spec -> JobSpec.of(command(spec))),
        "JOB-7", BrokenStarts::takingBadRequestsForBadLuck,
        "JOB-8", sound -> requesting(sound, (spec, request) -> sound.start(spec)),
        "JOB-9",
            sound ->
                requesting(
                    sound,
                    (spec, request) ->
                        everybodysRequests.computeIfAbsent(request, r -> sound.start(spec))),
        "JOB-10", sound -> starting(sound, BrokenStarts::withADescriptorMore));
  }

  static Map<String, UnaryOperator<Jobs>> options() {
    AtomicReference<ProcessAttributes> everybodysAttributes =
        new AtomicReference<>(ProcessAttributes.inherited());
    return Map.of(
        "JOB-11", BrokenStarts::throwingRefusalsOfAStage,
        "JOB-100", BrokenStarts::withoutAttributes,
        "JOB-102", BrokenStarts::withoutAttributes,
        "JOB-103", BrokenStarts::withoutAttributes,
        "JOB-104", BrokenStarts::withoutAttributes,
        "JOB-105", sound -> keepingAttributes(sound, everybodysAttributes),
        "JOB-123", sound -> starting(sound, spec -> spec.withStopPolicy(StopPolicy.defaults())),
        "JOB-170", BrokenStarts::tellingNullsByTheStage);
  }

  private static Jobs withoutAttributes(Jobs sound) {
    return starting(sound, spec -> spec.withAttributes(ProcessAttributes.inherited()));
  }

  private static Jobs keepingAttributes(Jobs sound, AtomicReference<ProcessAttributes> last) {
    return starting(
        sound,
        spec ->
            spec.attributes().equals(ProcessAttributes.inherited())
                ? spec.withAttributes(Objects.requireNonNull(last.get()))
                : spec.withAttributes(remembered(last, spec.attributes())));
  }

  private static ProcessAttributes remembered(
      AtomicReference<ProcessAttributes> last, ProcessAttributes attributes) {
    last.set(attributes);
    return attributes;
  }

  private static List<String> command(JobSpec spec) {
    List<String> command = new ArrayList<>(List.of(spec.program()));
    command.addAll(spec.arguments());
    return command;
  }

  private static JobSpec throughAShell(JobSpec spec) {
    return JobSpec.of("sh", "-c", String.join(" ", command(spec)));
  }

  private static JobSpec withADescriptorMore(JobSpec spec) {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "exec 5</dev/null; exec \"$@\"", "-"));
    command.addAll(command(spec));
    return JobSpec.of(command);
  }

  private static Jobs blurringReasons(Jobs sound) {
    return refusing(
        sound,
        r -> new NotStarted(NotStarted.Reason.PROGRAM_NOT_FOUND, r.path(), "cannot start it"));
  }

  private static Jobs answering(Jobs sound, UnaryOperator<Job> change) {
    return new DelegatingJobs(sound) {
      @Override
      public Job start(JobSpec spec) {
        return change.apply(sound.start(spec));
      }
    };
  }

  private static Jobs starting(Jobs sound, UnaryOperator<JobSpec> change) {
    return new DelegatingJobs(sound) {
      @Override
      public Job start(JobSpec spec) {
        return sound.start(change.apply(spec));
      }
    };
  }

  private static Jobs refusing(Jobs sound, UnaryOperator<NotStarted> change) {
    return new DelegatingJobs(sound) {
      @Override
      public Job start(JobSpec spec) {
        try {
          return sound.start(spec);
        } catch (NotStarted refusal) {
          throw change.apply(refusal);
        }
      }
    };
  }

  private static Jobs takingBadRequestsForBadLuck(Jobs sound) {
    return new DelegatingJobs(sound) {
      @Override
      public Job start(JobSpec spec) {
        try {
          return sound.start(spec);
        } catch (JobsException.InvalidRequest refusal) {
          throw new JobsException.ResourceExhausted("memory", "argument list too long");
        }
      }
    };
  }

  private static Jobs throwingRefusalsOfAStage(Jobs sound) {
    return new DelegatingJobs(sound) {
      @Override
      public CompletionStage<Job> requestStart(JobSpec spec) {
        return CompletableFuture.completedFuture(sound.start(spec));
      }
    };
  }

  private static Jobs tellingNullsByTheStage(Jobs sound) {
    return new DelegatingJobs(sound) {
      @Override
      public CompletionStage<Job> requestStart(JobSpec spec) {
        try {
          return sound.requestStart(spec);
        } catch (NullPointerException mistake) {
          return CompletableFuture.failedFuture(mistake);
        }
      }
    };
  }

  private interface Requested {
    Job start(JobSpec spec, RequestId request);
  }

  private static Jobs requesting(Jobs sound, Requested change) {
    return new DelegatingJobs(sound) {
      @Override
      public Job start(JobSpec spec, RequestId request) {
        return change.start(spec, request);
      }
    };
  }
}
