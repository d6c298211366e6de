package io.processmanager.adapters.os.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;

import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.contract.ContractRule;
import io.processmanager.ports.contract.JobsContract;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Each rule of the contract fails an implementation that is broken just there. */
final class JobsContractProofTest {

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
    breaks.putAll(BrokenViews.statuses());
    breaks.putAll(BrokenViews.lists());
    breaks.putAll(BrokenWatches.byRule());
    MISTAKEN_CALLERS.keySet().forEach(rule -> breaks.put(rule, sound -> sound));
    return breaks;
  }

  private static Map<String, Method> rules() {
    Map<String, Method> rules = new TreeMap<>();
    for (Method method : JobsContract.class.getMethods()) {
      ContractRule rule = method.getAnnotation(ContractRule.class);
      if (rule != null) {
        Method twin = rules.put(rule.id(), method);
        assertThat(twin).as("another rule called " + rule.id()).isNull();
      }
    }
    return rules;
  }

  @Test
  void eachRuleHasABrokenImplementation() {
    assertThat(breaks().keySet()).containsExactlyInAnyOrderElementsOf(rules().keySet());
    assertThat(rules()).hasSizeGreaterThan(40);
  }

  @TestFactory
  Stream<DynamicTest> brokenImplementationFailsTheRule() {
    return rules().entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey() + " " + rule.getValue().getName(),
                    () -> assertFails(rule.getKey(), rule.getValue())));
  }

  private static void assertFails(String rule, Method method) {
    Subject.broken = breaks().getOrDefault(rule, sound -> sound);
    Subject.mistaken = MISTAKEN_CALLERS.getOrDefault(rule, caller -> caller);

    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(Subject.class, method.getName()))
            .execute()
            .testEvents();

    assertThat(tests.started().count()).isEqualTo(1);
    tests.finished().assertEventsMatchExactly(event(finishedWithFailure()));
  }

  /** The contract over jobs that are broken as the proof wants; run by the proof alone. */
  static final class Subject extends JobsContract {

    private static UnaryOperator<Jobs> broken = sound -> sound;
    private static UnaryOperator<Caller> mistaken = caller -> caller;
    private static LocalJobs local;

    @BeforeAll
    static void open() {
      local = LocalJobs.open();
    }

    @AfterAll
    static void close() {
      local.close();
    }

    @Override
    public Jobs jobsOf(String user) {
      return broken.apply(local.forCaller(mistaken.apply(Caller.user(user))));
    }

    @Override
    public Jobs jobsOfAdmin() {
      return local.forCaller(mistaken.apply(Caller.admin("root")));
    }

    @Override
    public String ownerName(String user) {
      return user;
    }
  }
}
