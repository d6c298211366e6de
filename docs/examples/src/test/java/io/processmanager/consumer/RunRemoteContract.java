package io.processmanager.consumer;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.processmanager.ports.contract.ContractRule;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A program that runs the contract, and the client's own tests, on the Java it is started with. */
final class RunRemoteContract {

  /** Those of the client that need no local processes: with connections that are lost, too. */
  static final List<String> CLIENT_TESTS =
      List.of(
          "io.processmanager.adapters.grpc.client.StrangeWorkerTest",
          "io.processmanager.adapters.grpc.client.SilentWorkerTest",
          "io.processmanager.adapters.grpc.client.ReconnectTest",
          "io.processmanager.adapters.grpc.server.CallsOverLoopbackTest",
          "io.processmanager.adapters.grpc.server.ClientThreadsTest",
          "io.processmanager.adapters.grpc.server.StopsOverLoopbackTest",
          "io.processmanager.adapters.grpc.server.UnixClientTest",
          "io.processmanager.adapters.grpc.server.WaitsOverLoopbackTest");

  private RunRemoteContract() {}

  /**
   * Prints the Java version, how many rules and how many other tests held of each class, and each
   * that did not.
   *
   * @param arguments where the worker was packaged
   */
  public static void main(String[] arguments) {
    System.setProperty(RemoteContract.DISTRIBUTION, arguments[0]);
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    Held held = new Held();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(RemoteContract.class), selectClass(RemoteUnixContract.class))
            .selectors(CLIENT_TESTS.stream().map(RunRemoteContract::named).toList())
            // The rules wait for most of their time: the two contracts may do so at once.
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter(
                "junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
            .build();
    LauncherFactory.create().execute(request, listener, held);
    System.out.println("Java " + Runtime.version().feature());
    held.byClass.forEach((name, count) -> System.out.println(name + " held " + count));
    listener
        .getSummary()
        .printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    System.exit(listener.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
  }

  private static DiscoverySelector named(String test) {
    return selectClass(test);
  }

  /** Counts what held: rules by themselves, so that nothing else can stand in for one. */
  private static final class Held implements TestExecutionListener {

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Map<String, Integer> byClass = new TreeMap<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
        test.getSource()
            .filter(MethodSource.class::isInstance)
            .map(MethodSource.class::cast)
            .ifPresent(source -> counts.merge(kind(source), 1, Integer::sum));
      }
    }

    private static String kind(MethodSource source) {
      boolean rule = source.getJavaMethod().isAnnotationPresent(ContractRule.class);
      return (rule ? "rules of " : "tests of ") + source.getJavaClass().getSimpleName();
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
      byClass.putAll(counts);
    }
  }
}
