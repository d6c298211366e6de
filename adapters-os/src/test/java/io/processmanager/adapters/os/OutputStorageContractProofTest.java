package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;

import io.processmanager.domain.job.JobId;
import io.processmanager.ports.contract.OutputStorageContract;
import io.processmanager.ports.contract.Rule;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.OutputWriter;
import io.processmanager.ports.outbound.Registration;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Rules for storages see through some that are broken. */
final class OutputStorageContractProofTest {

  private static final Map<String, UnaryOperator<OutputStorage>> BREAKS =
      Map.of(
          "STO-3", sound -> alteringReads(sound, 1),
          "STO-5", sound -> alteringReads(sound, 2),
          "STO-20", sound -> without(sound, "onGrowth"),
          "STO-12", sound -> without(sound, "delete"),
          "STO-16", OutputStorageContractProofTest::knowingOneOwner,
          "STO-17", OutputStorageContractProofTest::knowingOneOwner,
          "STO-40", OutputStorageContractProofTest::losingInSilence,
          "STO-41", OutputStorageContractProofTest::losingInSilence,
          "STO-43", OutputStorageContractProofTest::losingInSilence);

  static List<Rule> rules() {
    return Rule.of(OutputStorageContract.class).stream()
        .filter(rule -> BREAKS.containsKey(rule.id()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void brokenStorageFailsTheRule(Rule rule) {
    Subject.broken = BREAKS.getOrDefault(rule.id(), sound -> sound);

    EngineTestKit.engine("junit-jupiter")
        .selectors(selectMethod(Subject.class, rule.test().getName()))
        .execute()
        .testEvents()
        .finished()
        .assertEventsMatchExactly(event(finishedWithFailure(instanceOf(AssertionError.class))));
    assertThat(rules()).hasSameSizeAs(BREAKS.keySet());
  }

  /** Gives some other stretch than was asked for: one byte further, or twice as long. */
  private static OutputStorage alteringReads(OutputStorage sound, int how) {
    return altered(
        OutputStorage.class,
        sound,
        (method, given) -> {
          if (method.getName().equals("read")) {
            boolean shift = how == 1 && (long) given[1] > 0;
            return sound.read(
                (JobId) given[0], (long) given[1] - (shift ? 1 : 0), (int) given[2] * how);
          }
          return method.invoke(sound, given);
        });
  }

  /** One of its methods does nothing. */
  private static OutputStorage without(OutputStorage sound, String name) {
    return altered(
        OutputStorage.class,
        sound,
        (method, given) -> {
          if (!method.getName().equals(name)) {
            return method.invoke(sound, given);
          }
          Registration nothing = () -> {};
          return name.equals("onGrowth") ? nothing : null;
        });
  }

  /** Takes everybody for the same. */
  private static OutputStorage knowingOneOwner(OutputStorage sound) {
    return altered(
        OutputStorage.class,
        sound,
        (method, given) ->
            method.getName().equals("create")
                ? sound.create((JobId) given[0], SOMEBODY)
                : method.invoke(sound, given));
  }

  /** What is lost is not counted. */
  private static OutputStorage losingInSilence(OutputStorage sound) {
    return altered(
        OutputStorage.class,
        sound,
        (method, given) -> {
          Object answer = method.invoke(sound, given);
          return answer instanceof OutputWriter writer ? withoutLosses(writer) : answer;
        });
  }

  private static OutputWriter withoutLosses(OutputWriter writer) {
    return altered(
        OutputWriter.class,
        writer,
        (method, given) -> method.getName().equals("lose") ? null : method.invoke(writer, given));
  }

  /** What a broken one does. */
  @FunctionalInterface
  private interface Alteration {
    @Nullable Object call(Method method, Object[] given) throws ReflectiveOperationException;
  }

  private static <T> T altered(Class<T> type, T sound, Alteration alteration) {
    return type.cast(
        Proxy.newProxyInstance(
            sound.getClass().getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, given) -> {
              try {
                return alteration.call(method, given);
              } catch (InvocationTargetException refused) {
                throw refused.getTargetException();
              }
            }));
  }

  /** The contract over a storage that is broken as the proof wants; run by the proof alone. */
  static final class Subject extends OutputStorageContract {

    private static UnaryOperator<OutputStorage> broken = sound -> sound;

    @Override
    public OutputStorage open(OutputLimits limits) {
      return broken.apply(new MemoryOutputStorage(limits));
    }
  }
}
