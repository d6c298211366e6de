package io.processmanager.ports.contract.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.contract.ContractViolation;
import io.processmanager.ports.contract.JobsContract;
import io.processmanager.ports.contract.Rule;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/**
 * Each rule of the contract fails an implementation that is broken just there. The broken ones
 * alter what sound jobs answer; a subclass says how those are opened, so that a transport can be
 * shown to be seen through, too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class JobsContractProof {

  private static final Map<String, UnaryOperator<Caller>> MISTAKEN_CALLERS =
      Map.of(
          "JOB-80", caller -> Caller.admin(caller.owner().name()),
          "JOB-82", caller -> Caller.admin(caller.owner().name()),
          "JOB-83", caller -> Caller.user(caller.owner().name()),
          "JOB-155", caller -> Caller.admin(caller.owner().name()),
          "JOB-156", caller -> Caller.user(caller.owner().name()));

  private static Map<String, UnaryOperator<Jobs>> breaks() {
    Map<String, UnaryOperator<Jobs>> breaks = new HashMap<>(BrokenStarts.byRule());
    breaks.putAll(BrokenEnds.exits());
    breaks.putAll(BrokenEnds.causes());
    breaks.putAll(BrokenStarts.options());
    breaks.putAll(BrokenStops.stops());
    breaks.putAll(BrokenStops.signals());
    breaks.putAll(BrokenOutputs.items());
    breaks.putAll(BrokenOutputs.demand());
    breaks.putAll(BrokenOutputs.times());
    breaks.putAll(BrokenOutputs.runs());
    breaks.putAll(BrokenViews.statuses());
    breaks.putAll(BrokenViews.lists());
    breaks.putAll(BrokenWatches.byRule());
    MISTAKEN_CALLERS.keySet().forEach(rule -> breaks.put(rule, sound -> sound));
    return breaks;
  }

  /** For subclasses. */
  protected JobsContractProof() {}

  /** Opens sound jobs; closed by the proof. */
  protected abstract JobsProvider open();

  @BeforeAll
  final void handOverSoundJobs() {
    Subject.opening = this::open;
  }

  @Test
  final void eachRuleHasANumberOfItsOwnAndABrokenImplementation() {
    List<Rule> rules = Rule.of(JobsContract.class);

    assertThat(rules).hasSizeGreaterThan(40).extracting(Rule::id).doesNotHaveDuplicates();
    assertThat(breaks().keySet())
        .containsExactlyInAnyOrderElementsOf(rules.stream().map(Rule::id).toList());
  }

  @TestFactory
  final Stream<DynamicTest> brokenImplementationFailsTheRule() {
    return Rule.of(JobsContract.class).stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.id() + " " + rule.test().getName(), () -> assertFails(rule)));
  }

  private static void assertFails(Rule rule) {
    Subject.broken = breaks().getOrDefault(rule.id(), sound -> sound);
    Subject.mistaken = MISTAKEN_CALLERS.getOrDefault(rule.id(), caller -> caller);

    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(Subject.class, rule.test().getName()))
            .execute()
            .testEvents();

    assertThat(tests.started().count()).isEqualTo(1);
    tests
        .finished()
        .assertEventsMatchExactly(
            event(
                finishedWithFailure(
                    instanceOf(ContractViolation.class),
                    message(told -> told.startsWith(rule.id() + " does not hold")),
                    message(told -> told.contains(rule.intent())),
                    message(told -> told.contains("What to do: Look at")))));
  }

  /** The contract over jobs that are broken as the proof wants; run by the proof alone. */
  static final class Subject extends JobsContract {

    private static UnaryOperator<Jobs> broken = sound -> sound;
    private static UnaryOperator<Caller> mistaken = caller -> caller;
    private static Supplier<JobsProvider> opening =
        () -> {
          throw new IllegalStateException("run by the proof alone");
        };
    private static @Nullable JobsProvider sound;

    @BeforeAll
    static void open() {
      sound = opening.get();
    }

    @AfterAll
    static void close() {
      sound().close();
    }

    private static JobsProvider sound() {
      return Objects.requireNonNull(sound, "sound");
    }

    @Override
    public Jobs jobsOf(String user) {
      return broken.apply(sound().forCaller(mistaken.apply(Caller.user(user))));
    }

    @Override
    public Jobs jobsOfAdmin() {
      return sound().forCaller(mistaken.apply(Caller.admin("root")));
    }

    @Override
    public String ownerName(String user) {
      return user;
    }
  }
}
