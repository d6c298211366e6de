package io.processmanager.ports.contract;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A rule of a contract, as it is declared.
 *
 * @param id its number
 * @param intent why it is there
 * @param needs without which it is skipped
 * @param test the method that tries it
 * @param topic what it is about, if that is declared
 */
public record Rule(
    String id, String intent, Set<Capability> needs, Method test, Optional<ContractTopic> topic) {

  public Rule {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(intent, "intent");
    needs = Set.copyOf(needs);
    Objects.requireNonNull(test, "test");
    Objects.requireNonNull(topic, "topic");
  }

  /** All rules of a contract, by number. */
  public static List<Rule> of(Class<?> contract) {
    return Stream.of(contract.getMethods())
        .flatMap(method -> of(method).stream())
        .sorted(Comparator.comparingInt(Rule::number))
        .toList();
  }

  /** The rule that a method tries; empty if it is none. */
  static Optional<Rule> of(Method method) {
    return Optional.ofNullable(method.getAnnotation(ContractRule.class))
        .map(
            rule ->
                new Rule(
                    rule.id(),
                    rule.intent(),
                    Set.of(rule.needs()),
                    method,
                    Optional.ofNullable(
                        method.getDeclaringClass().getAnnotation(ContractTopic.class))));
  }

  private int number() {
    return Integer.parseInt(id.substring(id.indexOf('-') + 1));
  }
}
