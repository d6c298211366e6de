package io.processmanager.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.ports.contract.JobsContract;
import io.processmanager.ports.contract.Rule;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A transport of somebody else's, held to the contract by the test-jar that is published. */
final class TransportExampleIT {

  @Test
  void contractRunsInTheProjectOfATransportsAuthor() throws Exception {
    Consumer consumer = Consumer.of("transport", Jdk.ours());

    Program run = consumer.maven(Map.of(), "test");

    assertThat(run.exit()).as(run.output()).isZero();
    String report =
        new String(
            consumer.bytes("target/surefire-reports/TEST-example.RelayJobsContractTest.xml"),
            StandardCharsets.UTF_8);
    assertThat(report)
        .contains("tests=\"" + Rule.of(JobsContract.class).size() + "\"")
        .contains("failures=\"0\"")
        .contains("errors=\"0\"");
  }
}
