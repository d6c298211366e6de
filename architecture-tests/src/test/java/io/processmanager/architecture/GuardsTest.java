package io.processmanager.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule about nothing holds always: these see to it that each rule is about something. */
@AnalyzeClasses(packages = Layers.PROJECT_ROOT, importOptions = ProductionCode.class)
final class GuardsTest {

  private static final List<String> LAYERS =
      List.of(
          "domain",
          "ports.inbound",
          "ports.outbound",
          "ports.usecase",
          "proto.v1",
          "adapters.os",
          "adapters.grpc",
          "worker",
          "cli");

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ProductionCode())
          .importPackages(Layers.PROJECT_ROOT);

  @ArchTest
  static final ArchRule everyClassBelongsToALayer = everyClassBelongsToALayer(Layers.PROJECT);

  static ArchRule everyClassBelongsToALayer(Layers layers) {
    return classes()
        .that()
        .resideInAPackage(layers.root() + "..")
        .should()
        .resideInAnyPackage(layers.in(LAYERS))
        .as("18. Every class belongs to a layer")
        .because("no rule binds a class that lies elsewhere");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "domain.job",
        "domain.owner",
        "domain.log",
        "ports.inbound",
        "ports.outbound",
        "ports.usecase",
        "proto.v1",
        "adapters.os",
        "adapters.os.libc",
        "adapters.grpc.client",
        "adapters.grpc.server",
        "adapters.grpc.wire",
        "adapters.grpc.tls",
        "worker",
        "worker.wiring",
        "cli",
        "cli.command",
        "cli.wiring"
      })
  void noNamedPackageIsEmpty(String layer) {
    Set<String> inhabited =
        PRODUCTION.stream()
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(inhabited).contains(Layers.PROJECT.exactly(layer));
  }

  static Stream<Arguments> technologies() {
    return Stream.of(
        Arguments.of("adapters.os.libc", TechnologiesTest.FOREIGN),
        Arguments.of("adapters.grpc", "io.grpc.."),
        Arguments.of("adapters.grpc", "com.google.protobuf.."),
        Arguments.of("worker.wiring", "dagger.."),
        Arguments.of("cli.wiring", "dagger.."),
        Arguments.of("cli", TechnologiesTest.PICOCLI));
  }

  @ParameterizedTest
  @MethodSource("technologies")
  void everyTechnologyIsInUseInItsOwnPlace(String layer, String technology) {
    boolean inUse =
        PRODUCTION.stream()
            .filter(resideInAPackage(Layers.PROJECT.in(layer)))
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .anyMatch(use -> resideInAPackage(technology).test(use.getTargetClass()));

    assertThat(inUse).as("%s uses %s", layer, technology).isTrue();
  }

  @Test
  void onlyWhatShipsIsHeldToTheRules() {
    assertThat(PRODUCTION)
        .noneMatch(type -> type.getPackageName().startsWith(Layers.PROJECT.exactly("architecture")))
        .noneMatch(type -> type.getPackageName().equals(Layers.PROJECT.exactly("ports.contract")))
        .noneMatch(type -> type.getSimpleName().endsWith("Test"));
  }

  @Test
  void aRuleAboutNoClassesFails() {
    assertThat(ArchConfiguration.get().getProperty("archRule.failOnEmptyShould")).isEqualTo("true");
  }

  @Test
  void noExemptionOutlivesWhatItExempts() {
    assertThat(simpleNamesIn("domain")).containsAll(DomainPurityTest.FINAL_CLASSES.keySet());
    assertThat(simpleNamesIn("ports.outbound"))
        .containsAll(ContractSuitesTest.WITHOUT_A_SUITE.keySet());
  }

  private static Set<String> simpleNamesIn(String layer) {
    return PRODUCTION.stream()
        .filter(resideInAPackage(Layers.PROJECT.in(layer)))
        .map(JavaClass::getSimpleName)
        .collect(Collectors.toSet());
  }
}
