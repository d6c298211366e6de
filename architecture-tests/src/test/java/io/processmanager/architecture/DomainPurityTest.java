package io.processmanager.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;

/** The domain is values and rules, and knows nothing of the world. */
@AnalyzeClasses(packages = Layers.PROJECT_ROOT, importOptions = ProductionCode.class)
final class DomainPurityTest {

  /**
   * Of java.nio only the buffers: channels and files are I/O. The two below java.lang are what the
   * compiler itself refers to from records and lambdas.
   */
  private static final String[] VALUE_PACKAGES = {
    "java.lang",
    "java.lang.annotation",
    "java.lang.invoke",
    "java.lang.runtime",
    "java.util",
    "java.util.function",
    "java.util.stream",
    "java.util.regex",
    "java.time..",
    "java.nio",
    "java.nio.charset",
    "org.jspecify.annotations"
  };

  /** Domain classes that are none of the usual shapes, each with its reason. */
  static final Map<String, String> FINAL_CLASSES =
      Map.of("Text", "checks and quotes text for the records beside it; it has no instances");

  @ArchTest
  static final ArchRule theDomainDependsOnItselfAndOnValuesOfTheJdkOnly =
      dependsOnItselfAndOnValuesOfTheJdkOnly(Layers.PROJECT);

  @ArchTest
  static final ArchRule theDomainAndThePortsNeverAskForTheTimeARandomIdOrTheEnvironment =
      neverAskForTheTimeARandomIdOrTheEnvironment(Layers.PROJECT);

  @ArchTest
  static final ArchRule domainTypesAreRecordsEnumsSealedInterfacesExceptionsOrFinalForAReason =
      areRecordsEnumsSealedInterfacesExceptionsOrFinalForAReason(Layers.PROJECT);

  static ArchRule dependsOnItselfAndOnValuesOfTheJdkOnly(Layers layers) {
    return classes()
        .that()
        .resideInAPackage(layers.domain())
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(layers.in(List.of("domain"), VALUE_PACKAGES))
        .as("1. The domain depends on itself and on values of the JDK only")
        .because("what a job is must not change when a transport, a kernel or a library does");
  }

  static ArchRule neverAskForTheTimeARandomIdOrTheEnvironment(Layers layers) {
    return noClasses()
        .that()
        .resideInAnyPackage(layers.domain(), layers.ports())
        .should()
        .accessTargetWhere(Ambient.ACCESS)
        .orShould()
        .dependOnClassesThat(Ambient.RANDOMNESS)
        .as("10. The domain and the ports never ask for the time, a random id or the environment")
        .because("these come in as arguments and through ports, so that tests decide over them");
  }

  static ArchRule areRecordsEnumsSealedInterfacesExceptionsOrFinalForAReason(Layers layers) {
    return classes()
        .that()
        .resideInAPackage(layers.domain())
        .should(ArchCondition.from(aDomainShape()))
        .as(
            "11. Domain types are records, enums, sealed interfaces, exceptions, or final for a"
                + " reason")
        .because("values with a closed set of cases can be compared, shared and switched over");
  }

  private static DescribedPredicate<JavaClass> aDomainShape() {
    return DescribedPredicate.describe(
        "a record, an enum, a sealed interface, an exception or a class that is listed",
        type ->
            type.isRecord()
                || type.isEnum()
                || (type.isInterface() && type.isSealed())
                || type.isAssignableTo(Exception.class)
                || isListed(type)
                || type.getSimpleName().equals("package-info"));
  }

  private static boolean isListed(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.FINAL)
        && FINAL_CLASSES.containsKey(type.getSimpleName());
  }
}
