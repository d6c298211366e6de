package example;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobHandle;
import java.nio.file.Path;

/** Runs one command to its end, and follows another one while it runs, on a worker. */
public final class Remote {

  private Remote() {}

  /**
   * Prints what the commands print.
   *
   * @param arguments none; where the worker is stands in the variables that the command line reads
   */
  public static void main(String[] arguments) throws InterruptedException {
    TlsMaterial tls =
        TlsMaterial.read(
            Path.of(System.getenv("PROCESS_MANAGER_CACERTPATH")),
            Path.of(System.getenv("PROCESS_MANAGER_CLIENTCERTPATH")),
            Path.of(System.getenv("PROCESS_MANAGER_CLIENTKEYPATH")));
    String address = System.getenv("PROCESS_MANAGER_ADDRESS");
    try (GrpcJobs jobs = GrpcJobs.builder().address(address).tls(tls).build()) {
      System.out.print(jobs.run(JobSpec.of("uname", "-s")).orThrow().output().text());
      JobSpec count = JobSpec.of("sh", "-c", "for i in 1 2 3; do echo line $i; done; exit 4");
      try (JobHandle job = jobs.launch(count).stopOnClose()) {
        job.lines().forEach(System.out::println);
        System.out.println(job.awaitExit().exit());
      }
    }
  }
}
