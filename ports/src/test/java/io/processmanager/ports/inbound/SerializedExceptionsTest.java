package io.processmanager.ports.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.owner.Owner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Exceptions as test runners and others that work in several JVMs pass them on. */
final class SerializedExceptionsTest {

  private static final JobId JOB = new JobId(UUID.randomUUID());

  @Test
  void refusalStillNamesItsJob() throws Exception {
    assertThat(passedOn(new JobsException.NotFound(JOB)).job()).isEqualTo(JOB);
    assertThat(passedOn(new JobsException.NotPermitted(JOB)).job()).isEqualTo(JOB);
    assertThat(passedOn(new JobsException.NotRunning(JOB)).job()).isEqualTo(JOB);
  }

  @Test
  void gapIsStillKnown() throws Exception {
    OutputItem.Gap gap = new OutputItem.Gap(6, 20, GapCause.LOST);

    assertThat(passedOn(new OutputGapException(gap)).gap()).isEqualTo(gap);
  }

  @Test
  void resultOfAFailedJobStaysBehindAndThatIsSaid() throws Exception {
    JobState.Ended ended =
        new JobState.Running(Instant.EPOCH)
            .end(new Exit.Exited(1), new EndCause.ByItself(), Instant.EPOCH);
    Job job = new Job(JOB, new Owner("alice"), JobSpec.of("make"), ended);
    RunResult result = new RunResult(job, CollectedOutput.of(new byte[0], 0, false));

    JobFailedException failed = passedOn(new JobFailedException(result));

    assertThat(failed).hasMessageContaining("'make' exited with code 1");
    assertThatIllegalStateException().isThrownBy(failed::result).withMessageContaining("stayed");
  }

  @SuppressWarnings("unchecked")
  private static <T extends Exception> T passedOn(T exception) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(exception);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
