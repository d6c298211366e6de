package io.processmanager.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule fails on a fixture that breaks it, and spares what is innocent there. */
final class BrokenRulesTest {

  @ParameterizedTest
  @MethodSource("io.processmanager.architecture.Breaches#all")
  void everyRuleFailsOnItsFixture(Breach breach) {
    EvaluationResult result = breach.result();

    List<String> details = result.getFailureReport().getDetails();
    assertThat(result.hasViolation()).isTrue();
    assertThat(breach.signs())
        .allSatisfy(sign -> assertThat(details).anyMatch(detail -> detail.contains(sign)));
  }

  @ParameterizedTest
  @MethodSource("io.processmanager.architecture.Breaches#all")
  void noRuleAccusesTheInnocent(Breach breach) {
    EvaluationResult result = breach.result();

    assertThat(result.getFailureReport().getDetails())
        .noneMatch(detail -> detail.contains("Innocent"));
  }

  @ParameterizedTest
  @MethodSource("io.processmanager.architecture.Breaches#all")
  void noRuleHoldsOverNoClasses(Breach breach) {
    JavaClasses none = new ClassFileImporter().importPackages("io.processmanager.nowhere");

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> breach.rule().evaluate(none))
        .withMessageContaining("failed to check any classes");
  }

  @Test
  void everyRuleOfTheProjectHasAFixture() throws IllegalAccessException {
    Set<String> inForce = new TreeSet<>();
    for (Field field : rulesInForce()) {
      inForce.add(((ArchRule) field.get(null)).getDescription());
    }

    Set<String> broken = new TreeSet<>();
    Breaches.all().forEach(breach -> broken.add(breach.rule().getDescription()));

    assertThat(broken).isNotEmpty().isEqualTo(inForce);
  }

  private static List<Field> rulesInForce() {
    return new ClassFileImporter()
        .importPackagesOf(BrokenRulesTest.class).stream()
            .filter(type -> type.isAnnotatedWith(AnalyzeClasses.class))
            .flatMap(type -> Stream.of(type.reflect().getDeclaredFields()))
            .filter(field -> field.isAnnotationPresent(ArchTest.class))
            .toList();
  }

  @Test
  void everyNumberedRuleIsThere() {
    Set<String> numbers =
        Breaches.all()
            .map(breach -> breach.rule().getDescription())
            .map(description -> description.substring(0, description.indexOf('.')))
            .collect(Collectors.toSet());

    assertThat(numbers)
        .containsExactlyInAnyOrderElementsOf(
            Stream.iterate(1, number -> number + 1).limit(19).map(String::valueOf).toList());
  }
}
