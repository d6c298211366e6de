package io.processmanager.adapters.os.comparison;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Prints how a process finds itself that a contender has started, in a JVM with a secret. */
final class StartedByOthers {

  private StartedByOthers() {}

  /** Runs a shell with the script that is given, by the contender that is named. */
  public static void main(String[] arguments) throws Exception {
    try (Contender.Runner runner = Contender.valueOf(arguments[0]).open()) {
      Contender.Running running = runner.start(Path.of("/"), "sh", "-c", arguments[1]);
      System.out.print("told: " + running.output().get(30, TimeUnit.SECONDS));
    }
    System.exit(0);
  }
}
