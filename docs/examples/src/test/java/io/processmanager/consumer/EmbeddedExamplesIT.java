package io.processmanager.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of jobs in a program's own JVM, built and run as projects of somebody else's. */
final class EmbeddedExamplesIT {

  @Test
  void embeddedExamplePrintsWhatTheCommandsPrint() throws Exception {
    Program run = Consumer.of("embedded", Jdk.ours()).maven(Map.of(), "compile", "exec:exec");

    assertThat(run.output()).contains("Linux\nline 1\nline 2\nline 3\nexited with code 4\n");
    assertThat(run.exit()).isZero();
  }

  @Test
  void buildServerTellsWhichStepsFailedAndNeverRunsTooMany() throws Exception {
    Program run = Consumer.of("build-server", Jdk.ours()).maven(Map.of(), "compile", "exec:exec");

    assertThat(run.output())
        .contains("exited with code 1\nstep 13 is unlucky\n")
        .contains("/no/such/compiler : ")
        .contains("48 of 50 steps succeeded\n")
        .contains("most at once: 8\n");
    assertThat(run.exit()).isZero();
  }
}
