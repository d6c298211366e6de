package io.processmanager.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in the jars that are published, and what is not. */
final class PublishedJarsIT {

  static Stream<String> modules() {
    return Packed.MODULES.stream();
  }

  @ParameterizedTest
  @CsvSource({
    "domain, io.processmanager.domain",
    "ports, io.processmanager.ports",
    "proto, io.processmanager.proto",
    "adapters-os, io.processmanager.adapters.os",
    "adapters-grpc, io.processmanager.adapters.grpc"
  })
  void eachModuleHasANameToRelyOn(String module, String name) {
    assertThat(Packed.manifest(Packed.file(module, ".jar"), "Automatic-Module-Name"))
        .isEqualTo(name);
  }

  @Test
  void noPackageIsInTwoJars() {
    List<String> packages =
        Packed.MODULES.stream()
            .flatMap(module -> Packed.packages(Packed.file(module, ".jar")).stream())
            .toList();

    assertThat(packages)
        .contains("io.processmanager.domain.job", "io.processmanager.adapters.grpc.client")
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void nothingOfOthersIsPackedIn(String module) {
    assertThat(Packed.packages(Packed.file(module, ".jar")))
        .allMatch(name -> name.startsWith("io.processmanager."));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void licenceIsInTheJarAndInTheOneOfItsSources(String module) {
    for (String ending : List.of(".jar", "-sources.jar")) {
      assertThat(Packed.entries(Packed.file(module, ending))).contains("META-INF/LICENSE");
    }
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyClassHasItsSource(String module) {
    assertThat(Packed.entries(Packed.file(module, "-sources.jar")))
        .containsAll(sourcesOf(Packed.file(module, ".jar")));
  }

  @Test
  void contractSuiteHasItsSources() {
    assertThat(Packed.entries(Packed.file("ports", "-test-sources.jar")))
        .contains("io/processmanager/ports/contract/JobsContract.java");
  }

  @ParameterizedTest
  @CsvSource({
    "domain, io/processmanager/domain/job/JobSpec.html",
    "ports, io/processmanager/ports/inbound/Jobs.html",
    "proto, io/processmanager/proto/v1/JobServiceGrpc.html",
    "adapters-os, io/processmanager/adapters/os/LinuxPorts.html",
    "adapters-grpc, io/processmanager/adapters/grpc/client/GrpcJobs.html"
  })
  void publicClassesHaveTheirPagesAndInternalOnesHaveNone(String module, String page) {
    assertThat(Packed.entries(Packed.file(module, "-javadoc.jar")))
        .contains("index.html", page)
        .noneMatch(name -> name.contains("/libc/") || name.contains("/wire/"));
  }

  @Test
  void bomNamesWhatIsPublishedAndNothingElse() {
    String bom = Packed.text(Packed.ROOT.resolve("bom/pom.xml"));

    List<String> named =
        Pattern.compile(
                "<groupId>io.processmanager</groupId>\\s*<artifactId>([^<]+)<[^>]*>\\s*<version>\\$")
            .matcher(bom)
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();

    assertThat(Set.copyOf(named)).isEqualTo(Set.copyOf(Packed.MODULES));
    assertThat(Collections.frequency(named, "ports"))
        .as("the jar and the contract suite")
        .isEqualTo(2);
    assertThat(bom).contains("<version>" + System.getProperty("consumer.version") + "</version>");
    assertThat(bom).doesNotContain("<parent>");
  }

  private static Set<String> sourcesOf(Path jar) {
    return Packed.entries(jar).stream()
        .filter(name -> name.endsWith(".class") && !name.contains("$"))
        .map(name -> name.replaceAll("\\.class$", ".java"))
        .collect(Collectors.toSet());
  }
}
