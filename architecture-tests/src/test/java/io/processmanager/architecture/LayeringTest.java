package io.processmanager.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;

/** Dependencies point inward: apps, adapters, ports, domain. */
@AnalyzeClasses(packages = Layers.PROJECT_ROOT, importOptions = ProductionCode.class)
final class LayeringTest {

  private static final List<String> SEEN_BY_ADAPTERS =
      List.of("domain", "ports.inbound", "ports.outbound", "proto.v1", "adapters");

  @ArchTest
  static final ArchRule thePortsDependOnTheDomainAndTheJdkOnly =
      portsDependOnTheDomainAndTheJdkOnly(Layers.PROJECT);

  @ArchTest
  static final ArchRule adaptersSeeTheDomainAndThePortsButNotTheUseCases =
      adaptersSeeTheDomainAndThePortsOnly(Layers.PROJECT);

  @ArchTest
  static final ArchRule adaptersDoNotKnowEachOther = adaptersDoNotKnowEachOther(Layers.PROJECT);

  @ArchTest
  static final ArchRule nothingDependsOnAnAppButTheAppItself =
      nothingDependsOnAnAppButTheAppItself(Layers.PROJECT);

  @ArchTest static final ArchRule noPackagesFormACycle = noPackagesFormACycle(Layers.PROJECT);

  static ArchRule portsDependOnTheDomainAndTheJdkOnly(Layers layers) {
    return classes()
        .that()
        .resideInAPackage(layers.ports())
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            layers.in(List.of("ports", "domain"), "java..", "org.jspecify.annotations"))
        .as("2. The ports depend on themselves, the domain, the JDK and JSpecify only")
        .because("an embedding program takes the ports, and with them all that they depend on");
  }

  static ArchRule adaptersSeeTheDomainAndThePortsOnly(Layers layers) {
    return noClasses()
        .that()
        .resideInAPackage(layers.adapters())
        .should()
        .dependOnClassesThat(
            resideInAPackage(layers.root() + "..")
                .and(not(resideInAnyPackage(layers.in(SEEN_BY_ADAPTERS)))))
        .as("3. Adapters depend on the domain and the ports, never on the use cases or an app")
        .because("an adapter serves a port, whoever stands behind it");
  }

  static ArchRule adaptersDoNotKnowEachOther(Layers layers) {
    return slices()
        .matching(layers.root() + ".adapters.(*)..")
        .should()
        .notDependOnEachOther()
        .as("4. Adapters do not know each other")
        .because("each can be replaced, and left out, alone");
  }

  static ArchRule nothingDependsOnAnAppButTheAppItself(Layers layers) {
    return CompositeArchRule.of(onlyItselfDependsOn(layers.in("worker")))
        .and(onlyItselfDependsOn(layers.in("cli")))
        .as("19. Nothing depends on an app but the app itself")
        .because("dependencies point inward, and the worker and the command line ship apart");
  }

  private static ArchRule onlyItselfDependsOn(String app) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(app)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(app);
  }

  static ArchRule noPackagesFormACycle(Layers layers) {
    return slices()
        .matching(layers.root() + ".(**)")
        .should()
        .beFreeOfCycles()
        .as("14. No packages form a cycle")
        .because("what depends on each other is one package, and ought to say so");
  }
}
