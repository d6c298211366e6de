package io.processmanager.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The introduction of the one Javadoc of all, whose links and code are those of the SDK. */
final class OverviewIT {

  private static final Path OVERVIEW = Packed.ROOT.resolve("docs/javadoc/overview.html");

  @TempDir private Path directory;

  @Test
  void everyLinkAndEachPieceOfCodeOfTheIntroductionIsThere() {
    String complaints = complaintsOf(OVERVIEW);

    assertThat(complaints).isEmpty();
  }

  @Test
  void linkToNothingAndCodeThatIsGoneAreComplainedOf() throws Exception {
    Path broken =
        Files.writeString(
            directory.resolve("broken.html"),
            Packed.text(OVERVIEW)
                .replace("ports.inbound.JobsException", "ports.inbound.Gone")
                .replace("region=\"watch\"", "region=\"gone\""));

    String complaints = complaintsOf(broken);

    assertThat(complaints).contains("ports.inbound.Gone").contains("region");
  }

  private String complaintsOf(Path overview) {
    StringWriter printed = new StringWriter();
    PrintWriter printer = new PrintWriter(printed);
    int exit =
        ToolProvider.findFirst("javadoc")
            .orElseThrow()
            .run(
                printer,
                printer,
                "-quiet",
                "-Werror",
                "-Xdoclint:all",
                "--no-fonts",
                "-overview",
                overview.toString(),
                "--class-path",
                System.getProperty("java.class.path"),
                "--snippet-path",
                snippets(),
                "-d",
                directory.resolve("pages").toString(),
                "--source-path",
                Packed.ROOT.resolve("domain/src/main/java").toString(),
                "io.processmanager.domain.owner",
                "io.processmanager.domain.log");
    return exit == 0 ? "" : printed.toString();
  }

  private static String snippets() {
    return Stream.of("ports", "adapters-grpc")
        .map(module -> Packed.ROOT.resolve(module).resolve("src/snippets/java").toString())
        .collect(Collectors.joining(":"));
  }
}
