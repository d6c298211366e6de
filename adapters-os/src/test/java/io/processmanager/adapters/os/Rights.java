package io.processmanager.adapters.os;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.outbound.OutboundPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who the tests run as, and how another JVM runs as somebody with fewer rights. */
final class Rights {

  private static final List<Class<?>> NEEDED =
      List.of(LinuxPorts.class, EngineJvm.class, OutboundPorts.class, JobSpec.class);

  private Rights() {}

  /** Whether this JVM runs as root. */
  static boolean isRoot() {
    return System.getProperty("user.name", "").equals("root");
  }

  /**
   * A prelude of {@link ChildJvm} that gives up all rights. Skips the test where that is not
   * possible, or where the other user may not read this project's classes.
   */
  static String assumedDroppedTo(long user) throws Exception {
    assumeTrue(isRoot(), "only root may become another user");
    List<String> drop = List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups");
    for (Class<?> type : NEEDED) {
      Path classes = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      List<String> test = new ArrayList<>(drop);
      test.addAll(List.of("test", "-r", classes.toString()));
      assumeTrue(succeeds(test), "another user cannot read " + classes);
    }
    return "exec " + String.join(" ", drop);
  }

  /** Whether a process may be protected from the kernel's killing for want of memory. */
  static boolean mayProtect() throws InterruptedException {
    return succeeds(List.of("sh", "-c", "echo -1 > /proc/self/oom_score_adj"));
  }

  private static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }
}
