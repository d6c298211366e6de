package io.processmanager.consumer;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** A program that runs the contract on the Java it is started with. */
final class RunRemoteContract {

  private RunRemoteContract() {}

  /**
   * Prints the Java version, how many rules held, and each that did not.
   *
   * @param arguments where the worker was packaged
   */
  public static void main(String[] arguments) {
    System.setProperty(RemoteContract.DISTRIBUTION, arguments[0]);
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(RemoteContract.class))
            .build();
    LauncherFactory.create().execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    System.out.println("Java " + Runtime.version().feature());
    System.out.println("rules that held: " + summary.getTestsSucceededCount());
    summary.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    System.exit(summary.getTotalFailureCount() == 0 ? 0 : 1);
  }
}
