package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.ProcessLauncher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is refused has moved nothing; and a storage that fails fails its reader alone. */
final class UntouchedPortsTest {

  private final FakePorts world = new FakePorts();
  private final ProcessLauncher processes =
      mock(ProcessLauncher.class, delegatesTo(world.processes));
  private final OutputStorage storage = mock(OutputStorage.class, delegatesTo(world.storage));
  private final LocalJobs local = LocalJobs.over(world.with(processes, storage));
  private final Jobs alice = local.forCaller(Caller.user("alice"));
  private final Job job = alice.start(JobSpec.of("x"));

  @BeforeEach
  void forgetTheStart() {
    clearInvocations(processes, storage);
  }

  @Test
  void strangerReachesNeitherTheProcessNorItsOutput() {
    for (ThrowingCallable operation : operations(local.forCaller(Caller.user("bob")), job.id())) {
      assertThatExceptionOfType(JobsException.NotPermitted.class).isThrownBy(operation);
    }

    assertThat(local.forCaller(Caller.user("bob")).list(JobQuery.visible()).jobs()).isEmpty();
    verifyNoInteractions(processes, storage);
  }

  @Test
  void unknownJobIsLookedForNowhereElse() {
    for (ThrowingCallable operation : operations(alice, new JobId(UUID.randomUUID()))) {
      assertThatExceptionOfType(JobsException.NotFound.class).isThrownBy(operation);
    }

    verifyNoInteractions(processes, storage);
  }

  @Test
  void badGracePeriodSendsNoSignal() {
    assertThatExceptionOfType(JobsException.InvalidRequest.class)
        .isThrownBy(() -> alice.stop(job.id(), Duration.ofSeconds(-1)));

    verifyNoInteractions(processes);
  }

  private static List<RuntimeException> failures() {
    return List.of(
        new UncheckedIOException(new IOException("disk gone")),
        new IllegalArgumentException("as for a job that is unknown, which this one is not"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void storageThatFailsEndsTheStreamWithAFailureAndNotTheJob(RuntimeException failure) {
    doThrow(failure).when(storage).read(any(), anyLong(), anyInt());
    world.processes.last().print("something to read");

    try (OutputReader reader = alice.openOutput(job.id(), OutputQuery.all())) {
      assertThatExceptionOfType(JobsException.Failed.class).isThrownBy(reader::next);
    }

    assertThat(alice.status(job.id()).job()).isEqualTo(job);
  }

  private static List<ThrowingCallable> operations(Jobs jobs, JobId job) {
    return List.of(
        () -> jobs.status(job),
        () -> jobs.stop(job),
        () -> jobs.signal(job, Signal.KILL),
        () -> jobs.awaitExit(job),
        () -> {
          try (OutputReader reader = jobs.openOutput(job, OutputQuery.all())) {
            reader.next();
          }
        });
  }
}
