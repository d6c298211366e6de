package io.processmanager.adapters.os.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the comparisons have in common. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ComparisonTest {

  static final Duration BOUND = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(10);

  private final List<Long> seen = new ArrayList<>();
  @TempDir private Path directory;

  @AfterEach
  final void endWhatWasSeen() {
    seen.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  final Path directory() {
    return directory;
  }

  static String await(CompletableFuture<String> answer) throws Exception {
    return answer.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The process id that a script writes into a file of the test's directory. */
  final long pidIn(String file) throws IOException {
    Path path = directory.resolve(file);
    await(() -> path.toFile().length() > 0);
    long pid = Long.parseLong(Files.readString(path).strip());
    seen.add(pid);
    return pid;
  }

  static void awaitEnd(long pid) {
    await(() -> !isAlive(pid));
  }

  static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ComparisonTest::isRunning).isPresent();
  }

  /** A zombie has no command any more. */
  private static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) {
    long giveUpAt = System.nanoTime() + BOUND.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime() - giveUpAt).isNegative();
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
