package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.outbound.ProcessRef;

/**
 * An engine in a JVM of its own, with nothing but this project's classes: it also runs as a user
 * who may not read where the libraries lie.
 */
final class EngineJvm {

  private EngineJvm() {}

  /**
   * Opens an engine, prints its report or why it was refused, and starts what else is named: a
   * program that it runs, told of by its process id, until there is no more input.
   */
  public static void main(String[] arguments) throws Exception {
    try (LinuxPorts ports = LinuxPorts.builder().cgroups(CgroupUse.valueOf(arguments[0])).open()) {
      System.out.println(ports.selfTestReport());
      if (arguments.length > 1) {
        run(ports, arguments[1]);
      }
    } catch (UnsupportedOperationException refusal) {
      System.out.println("refused: " + refusal.getMessage());
    }
  }

  private static void run(LinuxPorts ports, String script) throws Exception {
    ProcessRef ended = launch(ports, "exit 0");
    ports.processes().onExit(ended).toCompletableFuture().join();
    System.out.println(launch(ports, script).pid());
    while (System.in.read() >= 0) {}
  }

  private static ProcessRef launch(LinuxPorts ports, String script) {
    JobId job = ports.ids().next();
    return ports.processes().launch(job, SOMEBODY, JobSpec.of("sh", "-c", script));
  }
}
