package io.processmanager.adapters.os.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a running process takes of the JVM. */
final class CostComparisonTest extends ComparisonTest {

  private static final int PROCESSES = 20;

  /** Those that are started for the purpose, not those that a program reads with. */
  @ParameterizedTest
  @CsvSource({
    "PROCESS_BUILDER, 1",
    "COMMONS_EXEC, 4",
    "ZT_EXEC, 3",
    "NU_PROCESS, 0",
    "PROCESS_MANAGER, 0"
  })
  void eachRunningProcessTakesThreads(Contender contender, int threadsEach) throws Exception {
    try (Contender.Runner runner = contender.open()) {
      await(runner.shell("exit 0").exit());
      Set<Thread> before = threads();
      List<Contender.Running> running = new ArrayList<>();

      for (int i = 0; i < PROCESSES; i++) {
        running.add(runner.start(directory(), "sh", "-c", "echo $$ > " + i + "; exec sleep 600"));
        pidIn(Integer.toString(i));
      }

      Set<Thread> more = threads();
      more.removeAll(before);
      if (threadsEach == 0) {
        assertThat(more).hasSizeLessThan(PROCESSES / 2);
      } else {
        // One or the other may be about to begin its wait.
        assertThat(more.size()).isBetween(threadsEach * PROCESSES - 3, threadsEach * PROCESSES);
      }
      for (Contender.Running one : running) {
        one.stop().run();
      }
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> !entry.getKey().getName().startsWith("ForkJoinPool"))
        .filter(entry -> !isIdle(entry.getKey(), entry.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The JDK keeps the threads that waited for processes for a while. */
  private static boolean isIdle(Thread thread, StackTraceElement[] stack) {
    return thread.getName().startsWith("process reaper")
        && Stream.of(stack).noneMatch(call -> call.getMethodName().startsWith("waitForProcess"));
  }
}
