package io.processmanager.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** What the author of a transport is told. */
final class ContractReportTest {

  private static Events run(String rule) {
    Rule found =
        Rule.of(JobsContract.class).stream()
            .filter(candidate -> candidate.id().equals(rule))
            .findFirst()
            .orElseThrow();
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectMethod(Unreachable.class, found.test().getName()))
        .execute()
        .testEvents();
  }

  @Test
  void ruleThatNeedsWhatIsNotClaimedIsSkippedWithTheReasonAndCleanedUpBehind() {
    Events tests = run("JOB-83");

    tests
        .finished()
        .assertEventsMatchExactly(
            event(
                abortedWithReason(
                    message(told -> told.startsWith("JOB-83 (an admin reaches everything) is not")),
                    message(told -> told.endsWith("without ADMIN: nobody is an admin")))));
    assertThat(Unreachable.CLOSED).hasPositiveValue();
  }

  @Test
  void ruleThatNeedsNothingIsTriedAndTellsNumberIntentFindingAndWhatToDo() {
    Events tests = run("JOB-30");

    tests
        .finished()
        .assertEventsMatchExactly(
            event(
                finishedWithFailure(
                    instanceOf(ContractViolation.class),
                    message(
                        told ->
                            told.startsWith("JOB-30 does not hold for Unreachable.\n")
                                && told.contains("a stop asks first")
                                && told.contains("Unavailable: no way to the worker")
                                && told.contains("What to do: Look at requestStop")))));
  }

  @Test
  void everyRuleHasATopicWithAHint() {
    List<Rule> rules = Rule.of(JobsContract.class);

    assertThat(rules).isNotEmpty();
    assertThat(rules)
        .allSatisfy(rule -> assertThat(rule.topic().orElseThrow().hint()).startsWith("Look at "));
  }

  /** A transport without a far side, for the tests of the report alone. */
  static final class Unreachable extends JobsContract {

    static final AtomicInteger CLOSED = new AtomicInteger();

    @AfterEach
    void close() {
      CLOSED.incrementAndGet();
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of();
    }

    @Override
    public Jobs jobsOf(String user) {
      return (Jobs)
          Proxy.newProxyInstance(
              Unreachable.class.getClassLoader(),
              new Class<?>[] {Jobs.class},
              (proxy, method, arguments) -> {
                throw new JobsException.Unavailable("no way to the worker", null);
              });
    }

    @Override
    public Jobs jobsOfAdmin() {
      throw new UnsupportedOperationException("nobody is an admin");
    }

    @Override
    public String ownerName(String user) {
      return user;
    }
  }
}
