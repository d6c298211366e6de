package io.processmanager.ports.usecase;

import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.ProcessStatus;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.job.Thoroughness;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.LeaderEnd;
import io.processmanager.ports.outbound.OutputWriter;
import io.processmanager.ports.outbound.ProcessLauncher;
import io.processmanager.ports.outbound.ProcessRef;
import io.processmanager.ports.outbound.Retired;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Processes that end when the test says so, and note what is sent to them. */
final class FakeProcesses implements ProcessLauncher {

  private final FakeStorage storage;
  private final InstantSource time;
  private final Map<Long, FakeProcess> bySequence = new HashMap<>();
  final List<FakeProcess> launched = new ArrayList<>();
  Optional<JobsException> refusal = Optional.empty();
  Runnable duringLaunch = () -> {};
  Optional<Retired> retirement = Optional.of(new Retired(false, Thoroughness.COMPLETE));

  FakeProcesses(FakeStorage storage, InstantSource time) {
    this.time = time;
    this.storage = storage;
  }

  /** The process launched last. */
  FakeProcess last() {
    return launched.get(launched.size() - 1);
  }

  @Override
  public ProcessRef launch(JobId job, Owner owner, JobSpec spec) {
    duringLaunch.run();
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    FakeProcess process = new FakeProcess(storage.create(job, owner), time);
    launched.add(process);
    ProcessRef ref = new ProcessRef(launched.size(), 1000L + launched.size());
    bySequence.put(ref.sequence(), process);
    return ref;
  }

  private FakeProcess of(ProcessRef ref) {
    return Objects.requireNonNull(bySequence.get(ref.sequence()));
  }

  @Override
  public CompletionStage<LeaderEnd> onExit(ProcessRef ref) {
    return of(ref).exit;
  }

  @Override
  public boolean signal(ProcessRef ref, Signal signal) {
    FakeProcess process = of(ref);
    if (process.isLetGoOf()) {
      return false;
    }
    if (process.signalRefusal.isPresent()) {
      throw process.signalRefusal.get();
    }
    process.signals.add(signal);
    return true;
  }

  @Override
  public void kill(ProcessRef ref) {
    FakeProcess process = of(ref);
    if (process.signalRefusal.isPresent()) {
      throw process.signalRefusal.get();
    }
    process.duringKill.run();
    if (!process.isLetGoOf()) {
      process.kills.incrementAndGet();
    }
  }

  @Override
  public ProcessStatus status(ProcessRef ref) {
    return new ProcessStatus.Gone();
  }

  @Override
  public CompletionStage<Retired> retire(ProcessRef ref, Duration patience) {
    FakeProcess process = of(ref);
    CompletableFuture<Retired> stage = process.beginRetirement(patience);
    retirement.ifPresent(process::retired);
    return stage;
  }

  /** One process. */
  static final class FakeProcess {

    private final OutputWriter output;
    private final InstantSource time;
    private final CompletableFuture<LeaderEnd> exit = new CompletableFuture<>();
    private CompletableFuture<Retired> retirement = new CompletableFuture<>();
    final List<Signal> signals = new CopyOnWriteArrayList<>();
    final List<Duration> patiences = new ArrayList<>();
    Optional<JobsException> signalRefusal = Optional.empty();
    Runnable duringKill = () -> {};
    final AtomicInteger kills = new AtomicInteger();

    FakeProcess(OutputWriter output, InstantSource time) {
      this.output = output;
      this.time = time;
    }

    void print(String text) {
      output.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), time.instant());
    }

    void endOutput(OutputCompletion how) {
      output.end(how);
    }

    /** The leader alone. */
    void exit(Exit how) {
      exit(LeaderEnd.of(how));
    }

    void exit(LeaderEnd how) {
      exit.complete(how);
    }

    /** The output, and then the leader. */
    void end(Exit how) {
      endOutput(OutputCompletion.COMPLETE);
      exit(how);
    }

    /** A new one, if the last one came to nothing because the kill is pending. */
    private CompletableFuture<Retired> beginRetirement(Duration patience) {
      patiences.add(patience);
      if (retirement.isDone() && !isLetGoOf()) {
        retirement = new CompletableFuture<>();
      }
      return retirement;
    }

    /** What became of what the leader left behind. */
    void retired(Retired how) {
      retirement.complete(how);
    }

    /** With how much patience it was retired last. */
    Optional<Duration> retiredWith() {
      return patiences.isEmpty()
          ? Optional.empty()
          : Optional.of(patiences.get(patiences.size() - 1));
    }

    private boolean isLetGoOf() {
      return retirement.isDone() && retirement.join().thoroughness() != Thoroughness.KILL_PENDING;
    }
  }
}
