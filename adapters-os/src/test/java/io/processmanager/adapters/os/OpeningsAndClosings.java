package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Jobs that are opened and closed again and again in one JVM, with what that takes of it. */
final class OpeningsAndClosings {

  private static final int WARM_UP = 40;
  private static final int ROUNDS = 120;
  private static final int COMPARISONS = 4;

  /**
   * Thread stacks and arenas that the C library keeps for the next thread come and go. What one
   * round leaves, 120 leave 120 times.
   */
  private static final int MAPPINGS_THAT_COME_AND_GO = 60;

  /** A block of output is 256 KiB: one a round would be 30 MiB. */
  private static final long KIB_THAT_COME_AND_GO = 24 * 1024;

  private OpeningsAndClosings() {}

  /**
   * Compares what is taken after many rounds with what was taken before them. What a round leaves
   * behind is there after each of them; what the JVM takes for itself, to compile or to collect,
   * comes and goes, and is not there every time.
   */
  static void compare() throws Exception {
    rounds(WARM_UP);
    Taken before = Taken.now();
    for (int comparison = 1; ; comparison++) {
      rounds(ROUNDS);
      Taken after = Taken.now();
      String both = "before " + before + ", after " + after;
      System.out.println(both);
      assertThat(after.threads()).as(both).isEqualTo(before.threads());
      assertThat(after.descriptors()).as(both).isEqualTo(before.descriptors());
      assertThat(after.children()).as(both).isZero();
      assertThat(after.directBuffers()).as(both).isLessThanOrEqualTo(before.directBuffers());
      if (after.isHardlyMoreMemoryThan(before)) {
        return;
      }
      assertThat(comparison).as("grew every time; " + both).isLessThan(COMPARISONS);
      before = after;
    }
  }

  private static void rounds(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      try (LocalJobs local = LocalJobs.open()) {
        Jobs jobs = local.forCaller(Caller.user("guest"));
        jobs.start(JobSpec.of("sleep", "600"));
        Job job = jobs.start(JobSpec.of("head", "-c", "1500000", "/dev/zero"));
        try (InputStream output = jobs.openOutput(job.id(), OutputQuery.all()).asInputStream()) {
          assertThat(output.transferTo(OutputStream.nullOutputStream())).isEqualTo(1_500_000);
        }
        jobs.awaitExit(job.id());
      }
    }
  }

  /**
   * What this process has.
   *
   * @param outsideHeapKib what is resident and not the heap's
   */
  private record Taken(
      List<String> threads,
      long descriptors,
      long children,
      long directBuffers,
      int mappings,
      long outsideHeapKib) {

    boolean isHardlyMoreMemoryThan(Taken before) {
      return mappings < before.mappings + MAPPINGS_THAT_COME_AND_GO
          && outsideHeapKib < before.outsideHeapKib + KIB_THAT_COME_AND_GO;
    }

    static Taken now() throws IOException {
      awaitQuiet();
      return new Taken(
          Thread.getAllStackTraces().keySet().stream().map(Thread::getName).sorted().toList(),
          EngineTest.openDescriptors(),
          EngineTest.children(),
          countDirectBuffers(),
          Files.readAllLines(Path.of("/proc/self/maps")).size(),
          outsideHeap());
    }

    /** Memory that buffers and arenas had is given back when the collector has found them dead. */
    private static void awaitQuiet() {
      long last = Long.MAX_VALUE;
      for (int i = 0;
          i < 50 && (EngineTest.engineThreads() > 0 || countDirectBuffers() < last);
          i++) {
        last = countDirectBuffers();
        System.gc();
        LockSupport.parkNanos(100_000_000);
      }
    }

    private static long countDirectBuffers() {
      return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
          .filter(pool -> pool.getName().equals("direct"))
          .mapToLong(BufferPoolMXBean::getCount)
          .sum();
    }

    private static long outsideHeap() throws IOException {
      long resident =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("RssAnon:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
      return resident - heap / 1024;
    }
  }
}
