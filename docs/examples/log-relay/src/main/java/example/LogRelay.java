package example;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.adapters.grpc.tls.TlsMaterial;
import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.JobHandle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Copies the output of a job on a worker to a file and to stdout, until it ends. */
public final class LogRelay {

  private LogRelay() {}

  /**
   * Copies, and prints how the job ended to stderr.
   *
   * @param arguments the JobUUID and the file; where the worker is stands in the variables that the
   *     command line reads
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    JobId id = JobId.parse(arguments[0]);
    try (GrpcJobs jobs = connect();
        JobHandle job = jobs.handle(id)) {
      List<Sink> sinks = List.of(FileSink.open(Path.of(arguments[1])), new ConsoleSink());
      List<Thread> relays = sinks.stream().map(sink -> new Thread(new Relay(job, sink))).toList();
      relays.forEach(Thread::start);
      for (Thread relay : relays) {
        relay.join();
      }
      System.err.println(job.awaitExit().exit());
    }
  }

  private static GrpcJobs connect() {
    TlsMaterial tls =
        TlsMaterial.read(
            Path.of(System.getenv("PROCESS_MANAGER_CACERTPATH")),
            Path.of(System.getenv("PROCESS_MANAGER_CLIENTCERTPATH")),
            Path.of(System.getenv("PROCESS_MANAGER_CLIENTKEYPATH")));
    return GrpcJobs.builder()
        .address(System.getenv("PROCESS_MANAGER_ADDRESS"))
        .tls(tls)
        .reconnectListener(new Notes())
        .build();
  }
}
