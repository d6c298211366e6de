package io.processmanager.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;

/** What an embedding program is made to import. */
@AnalyzeClasses(packages = Layers.PROJECT_ROOT, importOptions = ProductionCode.class)
final class PublicSignaturesTest {

  @ArchTest
  static final ArchRule publicSignaturesOfThePortsUseDomainPortsAndJdkTypesOnly =
      publicSignaturesOfThePortsUseDomainPortsAndJdkTypesOnly(Layers.PROJECT);

  static ArchRule publicSignaturesOfThePortsUseDomainPortsAndJdkTypesOnly(Layers layers) {
    return classes()
        .that()
        .resideInAPackage(layers.ports())
        .and()
        .arePublic()
        .should(haveSignaturesWithin(layers.in(List.of("domain", "ports"), "java..")))
        .as("12. Public signatures of the ports use domain, ports and JDK types only")
        .because("a type in a signature is a promise to keep for as long as the method");
  }

  private static ArchCondition<JavaClass> haveSignaturesWithin(String... packages) {
    PackageMatchers allowed = PackageMatchers.of(packages);
    return new ArchCondition<>("have signatures of types in " + List.of(packages)) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        item.getMembers().stream()
            .filter(PublicSignaturesTest::isSeen)
            .forEach(
                member ->
                    typesOf(member)
                        .map(JavaClass::getBaseComponentType)
                        .filter(type -> !type.isPrimitive() && !allowed.test(type.getPackageName()))
                        .map(type -> member.getDescription() + " names " + type.getName())
                        .forEach(
                            message -> events.add(SimpleConditionEvent.violated(member, message))));
      }
    };
  }

  private static boolean isSeen(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  /** Type arguments and the throws clause included. */
  private static Stream<JavaClass> typesOf(JavaMember member) {
    if (member instanceof JavaCodeUnit unit) {
      return Stream.concat(
          unit.getAllInvolvedRawTypes().stream(), unit.getExceptionTypes().stream());
    }
    return ((JavaField) member).getAllInvolvedRawTypes().stream();
  }
}
