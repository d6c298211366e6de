package io.processmanager.adapters.os;

import static io.processmanager.ports.contract.OutputStorageHarness.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.ProcessRef;
import io.processmanager.ports.outbound.Retired;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The looks at what leaders left behind, and what a look must not touch. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RetirementsTest {

  private static final long BOUND_SECONDS = 30;
  private static final Duration EVER = Duration.ofHours(1);

  private final MemoryOutputStorage storage =
      new MemoryOutputStorage(new OutputLimits(1 << 20, 1 << 20));
  private final Retirements retirements = new Retirements(Set::of);
  private LaunchSetting setting;

  @BeforeEach
  void openEngine() {
    setting =
        new EngineOpening(
                Drain.standard(), CgroupUse.NONE, false, new DelayScheduler(), Runnable::run)
            .open();
  }

  @AfterEach
  void closeEngine() {
    retirements.close(List.of(), LaunchedProcess::reap);
    setting.reactor().stop();
    setting.close();
  }

  @Test
  void oneLookIsDueHoweverManyAreWaitedFor() throws Exception {
    for (int i = 0; i < 10; i++) {
      LaunchedProcess lingering = ended("sleep 60 & exit 0");
      LaunchedProcess clean = ended("exit 0");

      CompletionStage<Retired> waits = retirements.retire(lingering, EVER, lingering::reap);
      await(retirements.retire(clean, EVER, clean::reap));

      assertThat(waits.toCompletableFuture()).isNotDone();
      assertThat(retirements.looksDueLater()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void sessionOfAReapedLeaderIsNotTouched() throws Exception {
    // The background group holds the session's number, as a stranger could that was given it later.
    LaunchedProcess leader = ended("set -m; sleep 60 & exit 0");
    long session = leader.ref().pid();
    leader.reap();

    kill(leader);
    Retired retired = await(retirements.retire(leader, Duration.ZERO, () -> {}));

    assertThat(retired.killed()).isFalse();
    ProcessHandle stranger = memberOf(session);
    assertThat(stranger.isAlive()).isTrue();
    stranger.destroyForcibly();
  }

  @Test
  void retirementThatComesTooLateLeavesTheLeaderToTheClose() throws Exception {
    LaunchedProcess leader = ended("set -m; sleep 60 & exit 0");
    retirements.close(List.of(), LaunchedProcess::reap);

    Retired retired = await(retirements.retire(leader, EVER, leader::reap));

    assertThat(retired.killed()).isFalse();
    assertThat(leader.isReaped()).isFalse();
    kill(leader);
    leader.reap();
  }

  @Test
  void killThatFailsKeepsNobodyElseAlive() throws Exception {
    LaunchedProcess running = launched("sleep 60");

    synchronized (retirements) {
      // Both are dealt with in one round.
      retirements.kill(unkillable("of nobody"));
      retirements.kill(running);
    }

    assertThat(await(running.onExit()).exit()).isEqualTo(new Exit.Signaled(Signal.KILL, false));
    running.reap();
  }

  @Test
  void lookThatFailsHoldsNobodyElseUpAndIsGivenUp() throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sleep", "60");
    builder.environment().put(SearchContainment.MARK, "of a stranger");
    Process left = builder.start();
    LaunchedProcess lingering = ended("sleep 60 & exit 0");
    CompletionStage<Retired> failing;
    CompletionStage<Retired> other;

    synchronized (retirements) {
      failing = retirements.retire(unkillable("of a stranger"), Duration.ZERO, () -> {});
      other = retirements.retire(lingering, Duration.ZERO, lingering::reap);
    }

    assertThat(await(other).killed()).isTrue();
    assertThat(await(failing).thoroughness()).isEqualTo(Thoroughness.KILL_PENDING);
    left.destroyForcibly();
  }

  @Test
  void killReachesTheGroupAndWhatDescendsFromItWithoutALookAtAllProcesses() throws Exception {
    LaunchedProcess leader =
        launched("trap '' TERM; sleep 61 & env -i setsid bash -c 'sleep 62; :' & wait");
    List<ProcessHandle> descendants = descendantsOf(leader, 3);

    leader.containment().killAtOnce(leader);

    for (ProcessHandle descendant : descendants) {
      await(descendant.onExit());
    }
    assertThat(await(leader.onExit()).exit()).isEqualTo(new Exit.Signaled(Signal.KILL, false));
    leader.reap();
  }

  /** Those of a leader, when there are as many. */
  private static List<ProcessHandle> descendantsOf(LaunchedProcess leader, int count) {
    ProcessHandle process = ProcessHandle.of(leader.ref().pid()).orElseThrow();
    Waits.until("the descendants", () -> process.descendants().count() >= count);
    return process.descendants().toList();
  }

  @Test
  void lookThatIsHeldUpDoesNotHoldTheLeader() throws Exception {
    LaunchedProcess leader = launched("sleep 60");
    CountDownLatch looks = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Leftovers held =
        Leftovers.scan(
            new Marks(
                () -> {
                  looks.countDown();
                  awaitUninterrupted(goOn);
                  return Set.of();
                }));

    CompletableFuture<Void> kill =
        CompletableFuture.runAsync(
            () -> leader.containment().kill(leader, Optional.of(held)),
            task -> DaemonThreads.named("held").newThread(task).start());
    assertThat(looks.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Boolean> signal =
        CompletableFuture.supplyAsync(
            () -> leader.signal(Signal.CONT),
            task -> DaemonThreads.named("signal").newThread(task).start());

    try {
      assertThat(await(signal)).isTrue();
    } finally {
      goOn.countDown();
    }
    await(kill);
    await(leader.onExit());
    leader.reap();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hidden no more, it is looked at no more often than before. */
  @Test
  void whatWasHiddenAndShowsItselfIsNotTakenForHidden() {
    Retirement retirement = new Retirement(unkillable("secret"), EVER, () -> {});
    retirement.found(Containment.Remains.HIDDEN, Optional.empty());
    Duration whileHidden = retirement.nextLook();

    retirement.found(Containment.Remains.SOMETHING, Optional.empty());

    assertThat(whileHidden).isLessThan(Duration.ofMinutes(1));
    assertThat(retirement.nextLook()).isGreaterThan(Duration.ofMinutes(30));
  }

  /** Or looks that fail now and then would put off for ever when it is given up. */
  @Test
  void whatIsHiddenStaysSoWhenALookFails() {
    Retirement retirement = new Retirement(unkillable("secret"), EVER, () -> {});
    retirement.found(Containment.Remains.HIDDEN, Optional.empty());

    retirement.found(Containment.Remains.UNSURE, Optional.empty());

    assertThat(retirement.nextLook()).isLessThan(Duration.ofMinutes(1));
  }

  /** One whose group's number no process can have. */
  private LaunchedProcess unkillable(String secret) {
    JobId job = new JobId(UUID.randomUUID());
    OutputPipe none =
        new OutputPipe(
            CaptureLanes.within(setting.reactor()),
            -1,
            new OutputSink(job, storage.create(job, SOMEBODY)),
            Drain.standard());
    return new LaunchedProcess(
        new ProcessRef(99, -7), -1, setting.reactor(), none, new SearchContainment(secret));
  }

  private static ProcessHandle memberOf(long session) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                ProcStat.read(Path.of("/proc", Long.toString(process.pid())))
                    .filter(stat -> stat.session() == session && stat.isAlive())
                    .isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static void kill(LaunchedProcess leader) {
    leader.containment().kill(leader, Optional.of(Leftovers.scan(new Marks(Set::of))));
  }

  private LaunchedProcess ended(String script) throws Exception {
    LaunchedProcess process = launched(script);
    await(process.onExit());
    return process;
  }

  private LaunchedProcess launched(String script) {
    JobId job = new JobId(UUID.randomUUID());
    OutputSink sink = new OutputSink(job, storage.create(job, SOMEBODY));
    return new Launch(
            setting, CaptureLanes.within(setting.reactor()), JobSpec.of("bash", "-c", script), sink)
        .run(1);
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(BOUND_SECONDS, TimeUnit.SECONDS);
  }
}
