package example;

import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.usecase.LocalJobs;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Runs fifty steps of a build, eight at a time, and tells which failed and what those printed. */
public final class BuildServer {

  private static final int STEPS = 50;
  private static final int AT_ONCE = 8;

  private BuildServer() {}

  /**
   * Prints a line for each step that failed, and a summary.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws InterruptedException {
    List<JobSpec> steps = IntStream.rangeClosed(1, STEPS).mapToObj(BuildServer::step).toList();

    try (LocalJobs local = LocalJobs.open()) {
      Batch batch = new Batch(local.jobs(), AT_ONCE);
      List<StepResult> results = batch.run(steps);

      results.stream().filter(result -> !result.succeeded()).forEach(System.out::println);
      long succeeded = results.stream().filter(StepResult::succeeded).count();
      System.out.println(succeeded + " of " + results.size() + " steps succeeded");
      System.out.println("most at once: " + batch.mostAtOnce());
    }
  }

  /** Step 13 fails, step 31 has no program, and all others take their time and succeed. */
  private static JobSpec step(int number) {
    JobSpec step =
        switch (number) {
          case 13 -> JobSpec.of("sh", "-c", "echo step 13 is unlucky >&2; exit 1");
          case 31 -> JobSpec.of("/no/such/compiler");
          default -> JobSpec.of("sh", "-c", "sleep 0.05; echo step " + number);
        };
    return step.withMaximumRunTime(Duration.ofMinutes(1));
  }
}
