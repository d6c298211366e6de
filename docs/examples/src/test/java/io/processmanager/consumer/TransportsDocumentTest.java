package io.processmanager.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.ports.contract.Capability;
import io.processmanager.ports.contract.JobsContract;
import io.processmanager.ports.contract.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docs/transports.md} lists all rules, and shows the code that is compiled and tested. */
final class TransportsDocumentTest {

  private static final Path DOCUMENT = Path.of("../transports.md");
  private static final Path SOURCES = Path.of("transport/src");

  @Test
  void documentListsEveryRuleAsItIs() throws Exception {
    String rules =
        Rule.of(JobsContract.class).stream()
            .map(TransportsDocumentTest::line)
            .collect(Collectors.joining("\n"));

    assertThat(find(DOCUMENT, "<!-- rules -->\n.*?---\\|\n(.*?)\n<!-- end -->")).isEqualTo(rules);
  }

  private static String line(Rule rule) {
    return "| %s | %s | %s | %s |"
        .formatted(
            rule.id(),
            rule.topic().orElseThrow().title(),
            rule.intent(),
            rule.needs().stream()
                .sorted()
                .map(Capability::name)
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(" ")));
  }

  @Test
  void documentNamesEveryCapability() throws Exception {
    assertThat(Files.readString(DOCUMENT)).contains(capabilities());
  }

  private static Iterable<CharSequence> capabilities() {
    return Stream.of(Capability.values())
        .map(capability -> (CharSequence) ("| `" + capability.name() + "` |"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "call, main/java/example/RelayJobs.java",
    "send, main/java/example/RelayJobs.java",
    "stream, main/java/example/RelayJobs.java",
    "contract, test/java/example/RelayJobsContractTest.java"
  })
  void exampleInTheDocumentIsTheOneThatIsTested(String name, String file) throws Exception {
    String source = find(SOURCES.resolve(file), "// example: " + name + "\n(.*?)\\s*// end");
    String shown = find(DOCUMENT, "<!-- example: " + name + " -->\n```java\n(.*?)```");

    assertThat(shown.strip()).isEqualTo(source.stripIndent().strip());
  }

  private static String find(Path file, String pattern) throws IOException {
    Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(file));
    assertThat(found.find()).as(pattern + " in " + file).isTrue();
    return found.group(1);
  }
}
