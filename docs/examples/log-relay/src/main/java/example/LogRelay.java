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
   * Copies, and prints how the job ended to stderr. Its own exit status is 1 if one of the copies
   * was given up before the output's end.
   *
   * @param arguments the JobUUID and the file; where the worker is stands in the variables that the
   *     command line reads
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (!copy(JobId.parse(arguments[0]), Path.of(arguments[1]))) {
      System.exit(1);
    }
  }

  private static boolean copy(JobId id, Path file) throws IOException, InterruptedException {
    try (GrpcJobs jobs = connect();
        JobHandle job = jobs.handle(id)) {
      List<Sink> sinks = List.of(FileSink.open(file), new ConsoleSink());
      List<Relay> relays = sinks.stream().map(sink -> new Relay(job, sink)).toList();
      List<Thread> threads = relays.stream().map(Thread::new).toList();
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      System.err.println(job.awaitExit().exit());
      return relays.stream().allMatch(Relay::isComplete);
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
