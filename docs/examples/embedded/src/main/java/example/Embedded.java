package example;

import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobHandle;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;

/** Runs one command to its end, and follows another one while it runs, in this JVM. */
public final class Embedded {

  private Embedded() {}

  /**
   * Prints what the commands print.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws InterruptedException {
    try (LocalJobs local = LocalJobs.open()) {
      Jobs jobs = local.jobs();
      System.out.print(jobs.run(JobSpec.of("uname", "-s")).orThrow().output().text());
      JobSpec count = JobSpec.of("sh", "-c", "for i in 1 2 3; do echo line $i; done; exit 4");
      try (JobHandle job = jobs.launch(count).stopOnClose()) {
        job.lines().forEach(System.out::println);
        System.out.println(job.awaitExit().exit());
      }
    }
  }
}
