package io.processmanager.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of Maven's that are added to those that are in force. */
final class GlobalSettingsTest {

  private static final String ADDED =
      "<settings><mirrors><mirror>ours</mirror></mirrors><profiles>more</profiles></settings>";

  @TempDir private Path directory;

  @Test
  void settingsInForceStayInForce() throws Exception {
    Path inForce =
        Files.writeString(
            directory.resolve("settings.xml"),
            "<settings><proxies>p</proxies><mirrors><mirror>theirs</mirror></mirrors></settings>");
    Path all = directory.resolve("all.xml");

    GlobalSettings.write(all, inForce, ADDED);

    assertThat(all)
        .content()
        .contains("<proxies>p</proxies>")
        .contains("<mirrors><mirror>theirs</mirror><mirror>ours</mirror></mirrors>")
        .contains("<profiles");
  }

  @Test
  void addedOnesStandAloneWhereThereAreNone() throws Exception {
    Path all = directory.resolve("all.xml");

    GlobalSettings.write(all, directory.resolve("missing"), ADDED);

    assertThat(all).content().contains("<settings><mirrors><mirror>ours</mirror></mirrors>");
  }
}
