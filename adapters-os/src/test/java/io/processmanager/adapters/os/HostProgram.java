package io.processmanager.adapters.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Resource;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.RunResult;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A program of somebody else's that runs jobs beside its own business, for {@link HostProgramTest}.
 */
final class HostProgram {

  static final String PASSED = "passed";
  private static final long BOUND_SECONDS = 20;

  private HostProgram() {}

  /** Does what is named, and prints {@link #PASSED} at its end. */
  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "compare-surroundings" -> compareSurroundings();
      case "handle-signals" -> handleSignals();
      case "open-and-close" -> OpeningsAndClosings.compare();
      case "unload" -> ReloadedClasses.requireUnloading();
      case "forget-to-close" -> forgetToClose();
      case "collect-more-than-the-heap" -> collectMoreThanTheHeap();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println(PASSED);
  }

  private static void compareSurroundings() throws Exception {
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> System.exit(99));
    Thread.currentThread().setContextClassLoader(new ClassLoader() {});
    Map<String, String> before = Surroundings.now();

    try (LocalJobs local = LocalJobs.open()) {
      runAllKinds(local.forCaller(Caller.user("guest")));
      assertThat(Surroundings.now()).isEqualTo(before);
    }

    assertThat(Surroundings.now()).isEqualTo(before);
    assertThat(before.keySet())
        .contains("status SigCgt", "status SigIgn", "status SigBlk", "status Umask", "nice")
        .contains("limits", "property user.dir", "variable SECRET");
  }

  /** Jobs that work, that fail, that are stopped, and that are given what this program is not. */
  static void runAllKinds(Jobs jobs) throws Exception {
    JobSpec attributed =
        JobSpec.of("sh", "-c", "umask; ulimit -n; pwd")
            .withUmask(0)
            .withNice(7)
            .withSoftLimit(Resource.OPEN_FILES, Limit.atMost(17))
            .withWorkingDirectory("/usr")
            .withEnvironment("LC_ALL", "C");
    Job job = jobs.start(attributed);
    try (InputStream output = jobs.openOutput(job.id(), OutputQuery.all()).asInputStream()) {
      assertThat(new String(output.readAllBytes(), UTF_8)).isEqualTo("0000\n17\n/usr\n");
    }
    jobs.awaitExit(job.id());
    assertThat(catchThrowable(() -> jobs.start(JobSpec.of("/no/such/program"))))
        .isInstanceOf(JobsException.NotStarted.class);
    jobs.awaitExit(jobs.start(JobSpec.of("sh", "-c", "kill -SEGV $$")).id());
    Job stopped = jobs.start(JobSpec.of("sleep", "600"));
    jobs.stop(stopped.id(), Duration.ofSeconds(20));
  }

  private static void handleSignals() throws Exception {
    List<SignalProbe> probes = new ArrayList<>();
    for (String name : List.of("HUP", "CHLD", "TERM", "WINCH")) {
      probes.add(SignalProbe.on(name));
    }
    // Not with the environment: the JDK takes SIGCHLD for itself when it is first asked for that.
    String before = caughtSignals();

    try (LocalJobs local = LocalJobs.open()) {
      Jobs jobs = local.forCaller(Caller.user("guest"));
      runAllKinds(jobs);
      for (SignalProbe probe : probes) {
        probe.requireHandled();
      }
      assertThat(caughtSignals()).isEqualTo(before);
      Job job = jobs.start(JobSpec.of("grep", "-E", "Sig(Blk|Ign|Cgt)", "/proc/self/status"));
      try (InputStream output = jobs.openOutput(job.id(), OutputQuery.all()).asInputStream()) {
        assertThat(new String(output.readAllBytes(), UTF_8)).doesNotContainPattern("[1-9a-f]\n");
      }
    }

    for (SignalProbe probe : probes) {
      probe.requireHandled();
    }
    assertThat(caughtSignals()).isEqualTo(before);
  }

  private static String caughtSignals() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("SigCgt"))
        .findFirst()
        .orElseThrow();
  }

  /** Of all sizes, as the memory may be too small for the bytes or for what is made of them. */
  private static void collectMoreThanTheHeap() throws Exception {
    try (LocalJobs local = LocalJobs.open()) {
      for (int bytes = 10_000_000; bytes <= 70_000_000; bytes += 10_000_000) {
        JobSpec spec = JobSpec.of("head", "-c", Integer.toString(bytes), "/dev/zero");
        System.out.println(collect(local.jobs().runAsync(spec, 1 << 30).toCompletableFuture()));
      }
    }
  }

  private static String collect(CompletableFuture<RunResult> run) throws Exception {
    try {
      run.get(BOUND_SECONDS, TimeUnit.SECONDS);
      return "collected";
    } catch (ExecutionException failed) {
      Throwable refusal = Objects.requireNonNull(failed.getCause());
      assertThat(refusal).isInstanceOf(JobsException.Failed.class);
      return "failed for " + refusal.getCause();
    }
  }

  /** Tells the process that is left, and leaves {@code main}. */
  private static void forgetToClose() {
    Jobs jobs = LocalJobs.open().forCaller(Caller.user("guest"));
    Job job = jobs.start(JobSpec.of("sleep", "600"));
    ProcessStatus.Alive process = (ProcessStatus.Alive) jobs.status(job.id()).process();
    System.out.println("left " + process.pid());
  }
}
