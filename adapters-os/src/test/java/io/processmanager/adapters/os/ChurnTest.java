package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many short jobs, side by side. */
final class ChurnTest extends EngineTest {

  private static final int JOBS = 10_000;
  private static final int AT_ONCE = 8;

  @Test
  void shortJobsHaveTheirExitsAndLeaveNothingBehind() throws Exception {
    runShortJob(0);
    awaitNoCgroups();
    long descriptorsBefore = openDescriptors();
    long childrenBefore = children();
    int threadsBefore = engineThreads();

    List<Future<Exit>> exits = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < JOBS; i++) {
        int number = i;
        exits.add(callers.submit(() -> runShortJob(number)));
      }
    }

    for (int i = 0; i < JOBS; i++) {
      assertThat(exits.get(i).get()).isEqualTo(expected(i));
    }
    awaitNoCgroups();
    // Fewer, if one of a test before was still open when they were counted first.
    assertThat(openDescriptors()).isLessThanOrEqualTo(descriptorsBefore);
    assertThat(children()).isEqualTo(childrenBefore);
    assertThat(engineThreads()).isEqualTo(threadsBefore);
  }

  private Exit runShortJob(int number) throws Exception {
    String end = number % 10 == 9 ? "kill -TERM $$" : "exit " + number % 256;
    Launched launched = launch(JobSpec.of("sh", "-c", "echo job " + number + "; " + end));
    Exit exit = awaitExit(launched);
    awaitEnd(launched);
    assertThat(textOf(launched)).isEqualTo("job " + number + "\n");
    discard(launched);
    return exit;
  }

  private static Exit expected(int number) {
    return number % 10 == 9 ? new Exit.Signaled(Signal.TERM, false) : new Exit.Exited(number % 256);
  }
}
