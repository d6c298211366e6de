package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.RequestId;
import java.time.Duration;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Mistakes of a program that no far side need be asked about. */
@ContractTopic(
    title = "Mistakes",
    hint =
        "Look at the first lines of each method, those that return a stage or a publisher "
            + "too: Objects.requireNonNull with the parameter's name, before anything is sent.")
public interface MistakeRules extends JobsHarness {

  @ContractRule(id = "JOB-170", intent = "a null is told where it is given, and by its name")
  default void nullIsRefusedAtOnceAndNamed() {
    Jobs jobs = jobs();
    JobId job = new JobId(UUID.randomUUID());
    JobSpec spec = JobSpec.of("true");

    assertNamed("spec", () -> jobs.start(nothing()));
    assertNamed("spec", () -> jobs.start(nothing(), new RequestId("r")));
    assertNamed("requestId", () -> jobs.start(spec, nothing()));
    assertNamed("spec", () -> jobs.requestStart(nothing()));
    assertNamed("job", () -> jobs.requestStop(nothing()));
    assertNamed("job", () -> jobs.requestStop(nothing(), Duration.ZERO));
    assertNamed("grace", () -> jobs.requestStop(job, nothing()));
    assertNamed("job", () -> jobs.status(nothing()));
    assertNamed("query", () -> jobs.list(nothing()));
    assertNamed("job", () -> jobs.signal(nothing(), Signal.TERM));
    assertNamed("signal", () -> jobs.signal(job, nothing()));
    assertNamed("job", () -> jobs.onExit(nothing()));
    assertNamed("job", () -> jobs.awaitExit(nothing(), Duration.ZERO));
    assertNamed("timeout", () -> jobs.awaitExit(job, nothing()));
    assertNamed("query", () -> jobs.watch(nothing()));
    assertNamed("job", () -> jobs.locateOutput(nothing(), OutputQuery.all().start()));
    assertNamed("start", () -> jobs.locateOutput(job, nothing()));
    assertNamed("job", () -> jobs.output(nothing(), OutputQuery.all()));
    assertNamed("query", () -> jobs.output(job, nothing()));
  }

  private static void assertNamed(String parameter, ThrowingCallable call) {
    assertThat(catchThrowable(call))
        .as("a null for " + parameter)
        .isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith(parameter);
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }
}
