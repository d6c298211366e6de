package io.processmanager.ports.contract;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Tells the author of an implementation what a failed rule wants, and skips the rules that need
 * what the implementation does not claim to have.
 */
final class ContractReport implements BeforeTestExecutionCallback, TestExecutionExceptionHandler {

  /**
   * Not by a condition: what an implementation opens for a rule is closed after it, tried or not.
   */
  @Override
  public void beforeTestExecution(ExtensionContext context) {
    Optional<Rule> rule = context.getTestMethod().flatMap(Rule::of);
    if (rule.isPresent() && context.getRequiredTestInstance() instanceof JobsHarness harness) {
      Set<Capability> lacking = EnumSet.noneOf(Capability.class);
      lacking.addAll(rule.get().needs());
      lacking.removeAll(harness.capabilities());
      if (!lacking.isEmpty()) {
        throw new TestAbortedException(notTried(rule.get(), lacking));
      }
    }
  }

  private static String notTried(Rule rule, Set<Capability> lacking) {
    return rule.id()
        + " ("
        + rule.intent()
        + ") is not tried without "
        + lacking.stream()
            .map(capability -> capability + ": " + capability.lack())
            .collect(Collectors.joining("; "));
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable found)
      throws Throwable {
    Optional<Rule> rule = context.getTestMethod().flatMap(Rule::of);
    if (rule.isEmpty() || found instanceof TestAbortedException) {
      throw found;
    }
    throw new ContractViolation(message(rule.get(), context, found), found);
  }

  private static String message(Rule rule, ExtensionContext context, Throwable found) {
    return rule.id()
        + " does not hold for "
        + context.getRequiredTestClass().getSimpleName()
        + "."
        + "\n  Wanted: "
        + rule.intent()
        + ". Tried by "
        + rule.test().getDeclaringClass().getSimpleName()
        + "."
        + rule.test().getName()
        + "."
        + "\n  Found: "
        + what(found)
        + "\n  What to do: "
        + rule.topic().map(ContractTopic::hint).orElse("Read the rule and the port's Javadoc.");
  }

  private static String what(Throwable found) {
    String text = String.valueOf(found.getMessage()).strip();
    if (found instanceof TimeoutException) {
      return "nothing, in time: "
          + text
          + " Something that was waited for never came: a stage, an item, the end of a stream.";
    }
    return found instanceof AssertionError ? text : found.getClass().getName() + ": " + text;
  }
}
