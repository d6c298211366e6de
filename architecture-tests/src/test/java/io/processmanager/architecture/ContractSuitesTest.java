package io.processmanager.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;

/** What a port promises is written once, as tests, and whoever keeps the promise runs them. */
@AnalyzeClasses(packages = Layers.PROJECT_ROOT, importOptions = ProductionCode.WithItsTests.class)
final class ContractSuitesTest {

  /** Interfaces among the ports that need no suite of their own, each with its reason. */
  static final Map<String, String> WITHOUT_A_SUITE =
      Map.of(
          "Audit", "is only told; nothing that it does can be seen from here",
          "JobIds", "that nobody can guess a name is no matter of tests",
          "OutboundPorts", "holds the other ports, each with a suite of its own",
          "OutboundPortsProvider", "opens the other ports; that it can is what every suite shows",
          "OutputWriter", "is the writing half of OutputStorage, whose suite writes through it",
          "Registration", "is what OutputStorage and Scheduler hand out, and behaves as they say",
          "Scheduler", "wraps the JDK's; the suite of Jobs runs its grace periods on it");

  @ArchTest
  static final ArchRule everyPortHasAContractSuite = everyPortHasAContractSuite(Layers.PROJECT);

  @ArchTest
  static final ArchRule everyImplementationRunsTheContractOfItsPort =
      everyImplementationRunsTheContractOfItsPort(Layers.PROJECT);

  static ArchRule everyPortHasAContractSuite(Layers layers) {
    return all(Ports.of(layers, WITHOUT_A_SUITE.keySet()))
        .should(haveASuite())
        .as("17. Every port has a contract suite")
        .because("a second implementation must be able to prove that it is one");
  }

  private static ArchCondition<Ports.Port> haveASuite() {
    return new ArchCondition<>("have a contract suite") {
      @Override
      public void check(Ports.Port port, ConditionEvents events) {
        String message = port + " has " + (port.hasSuite() ? "a" : "no") + " contract suite";
        events.add(new SimpleConditionEvent(port, port.hasSuite(), message));
      }
    };
  }

  static ArchRule everyImplementationRunsTheContractOfItsPort(Layers layers) {
    return all(Ports.implementations(layers, WITHOUT_A_SUITE.keySet()))
        .should(runTheContract())
        .as("17. Every implementation of a port runs the contract of that port")
        .because("what is not held to the contract will drift from it");
  }

  private static ArchCondition<Ports.Implementation> runTheContract() {
    return new ArchCondition<>("run the contract of its port in a subclass of the suite") {
      @Override
      public void check(Ports.Implementation item, ConditionEvents events) {
        boolean runs =
            item.port().suite().stream()
                .flatMap(suite -> suite.getAllSubclasses().stream())
                .filter(test -> !test.getModifiers().contains(JavaModifier.ABSTRACT))
                .anyMatch(test -> reaches(test, item.type()));
        String message = item + (runs ? " runs" : " does not run") + " the contract of its port";
        events.add(new SimpleConditionEvent(item, runs, message));
      }
    };
  }

  /** Through whatever helps it: a package-private class is reached through a public factory. */
  private static boolean reaches(JavaClass test, JavaClass implementation) {
    return test.getTransitiveDependenciesFromSelf().stream()
        .map(Dependency::getTargetClass)
        .anyMatch(implementation::equals);
  }
}
