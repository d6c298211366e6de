package io.processmanager.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;

/**
 * A fixture that breaks a rule.
 *
 * @param layers where the fixture lies
 * @param rule the rule, made for the fixture
 * @param signs what the rule must complain of, each in one of its messages
 */
record Breach(Layers layers, ArchRule rule, List<String> signs) {

  static Breach of(String fixture, Function<Layers, ArchRule> rule, String... signs) {
    Layers layers = Layers.ofFixture(fixture);
    return new Breach(layers, rule.apply(layers), List.of(signs));
  }

  @Override
  public String toString() {
    return rule.getDescription();
  }
}
