package io.processmanager.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.function.Function;

/**
 * A fixture that breaks a rule.
 *
 * @param classes all classes of the fixture
 * @param rule the rule, made for the fixture
 * @param signs what the rule must complain of, each in one of its messages
 */
record Breach(JavaClasses classes, ArchRule rule, List<String> signs) {

  static Breach of(String fixture, Function<Layers, ArchRule> rule, String... signs) {
    Layers layers = Layers.ofFixture(fixture);
    return new Breach(layers.importAll(), rule.apply(layers), List.of(signs));
  }

  EvaluationResult result() {
    return rule.evaluate(classes);
  }

  @Override
  public String toString() {
    return rule.getDescription();
  }
}
