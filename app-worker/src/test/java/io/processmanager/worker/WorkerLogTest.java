package io.processmanager.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerLogTest {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z *";

  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
  private final System.Logger log = System.getLogger("test");

  @BeforeEach
  void logToMemory() {
    WorkerLog.to(new PrintStream(stream, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() throws IOException {
    LogManager.getLogManager().readConfiguration();
  }

  private String logged() {
    return stream.toString(StandardCharsets.UTF_8);
  }

  @Test
  void anEntryIsALineWithTimeLevelAndMessage() {
    log.log(System.Logger.Level.INFO, "hello {world} é");
    log.log(System.Logger.Level.WARNING, "careful");
    log.log(System.Logger.Level.DEBUG, "unheard");

    assertThat(logged()).matches(TIME + " INFO  hello \\{world\\} é\n" + TIME + " WARN  careful\n");
  }

  @Test
  void nothingThatCallersSendCanForgeALineOrReachTheTerminal() {
    log.log(System.Logger.Level.INFO, "a\nb\r\u001b[2J\u202e");

    assertThat(logged()).hasLineCount(1).endsWith("a\\u000ab\\u000d\\u001b[2J\\u202e\n");
  }

  @Test
  void aFailureIsOneLineWithItsCausesAndWhereTheyComeFrom() {
    Exception cause = new IOException("disk\nfull");

    log.log(System.Logger.Level.ERROR, "failed", new IllegalStateException("odd", cause));

    assertThat(logged())
        .hasLineCount(1)
        .contains(" ERROR failed: java.lang.IllegalStateException: odd at io.processmanager.")
        .contains("; because of java.io.IOException: disk\\u000afull at io.processmanager.");
  }
}
