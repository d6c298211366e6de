package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobId;
import io.processmanager.ports.outbound.Audit;
import io.processmanager.ports.outbound.JobIds;
import io.processmanager.ports.outbound.OutboundPorts;
import io.processmanager.ports.outbound.OutputStorage;
import io.processmanager.ports.outbound.ProcessLauncher;
import io.processmanager.ports.outbound.Registration;
import io.processmanager.ports.outbound.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** A world whose clock stands still until it is moved, and whose processes do as they are told. */
final class FakePorts implements OutboundPorts {

  final FakeStorage storage = new FakeStorage();
  final FakeProcesses processes = new FakeProcesses(storage, () -> this.now);
  final List<Audit.Event> trail = new ArrayList<>();
  private final List<Alarm> alarms = new CopyOnWriteArrayList<>();
  // Before zero, as System.nanoTime() may be.
  private Duration elapsed = Duration.ofDays(-1000);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private InstantSource time = () -> this.now;
  private ProcessLauncher frontProcesses = processes;
  private OutputStorage frontStorage = storage;
  private Executor readers = Runnable::run;
  private Executor observers = Runnable::run;
  private Audit audit = trail::add;
  boolean alarmsRefused;
  boolean closed;
  boolean left;

  /** Lets time pass, and rings what falls due when it does. */
  void pass(Duration time) {
    Duration end = elapsed.plus(time);
    for (Optional<Alarm> next = dueBy(end); next.isPresent(); next = dueBy(end)) {
      Alarm alarm = next.get();
      alarms.remove(alarm);
      moveTo(alarm.at);
      alarm.task.run();
    }
    moveTo(end);
  }

  private Optional<Alarm> dueBy(Duration end) {
    return alarms.stream()
        .filter(alarm -> alarm.at.compareTo(end) <= 0)
        .min(Comparator.comparing(Alarm::at));
  }

  private void moveTo(Duration later) {
    now = now.plus(later.minus(elapsed));
    elapsed = later;
  }

  /** Sets the time of day, as an operator may; no time passes. */
  void setClock(Duration forth) {
    now = now.plus(forth);
  }

  /** Has another clock tell the time of day. */
  void timeWith(InstantSource other) {
    time = other;
  }

  int pendingAlarms() {
    return alarms.size();
  }

  void readWith(Executor executor) {
    readers = executor;
  }

  void observeWith(Executor executor) {
    observers = executor;
  }

  /** This world with other processes and another storage in front. */
  FakePorts with(ProcessLauncher newLauncher, OutputStorage newStorage) {
    frontProcesses = newLauncher;
    frontStorage = newStorage;
    return this;
  }

  @Override
  public ProcessLauncher processes() {
    return frontProcesses;
  }

  @Override
  public OutputStorage storage() {
    return frontStorage;
  }

  @Override
  public InstantSource time() {
    return time;
  }

  @Override
  public Scheduler scheduler() {
    return new Scheduler() {
      @Override
      public Duration elapsed() {
        return elapsed;
      }

      @Override
      public Registration after(Duration delay, Runnable task) {
        return ringAfter(delay, task);
      }
    };
  }

  private Registration ringAfter(Duration delay, Runnable task) {
    if (alarmsRefused) {
      throw new RejectedExecutionException("injected");
    }
    Alarm alarm = new Alarm(elapsed.plus(delay), task);
    alarms.add(alarm);
    return () -> alarms.remove(alarm);
  }

  @Override
  public JobIds ids() {
    return () -> new JobId(UUID.randomUUID());
  }

  void auditWith(Audit other) {
    audit = other;
  }

  @Override
  public Audit audit() {
    return audit;
  }

  @Override
  public Executor readers() {
    return task -> readers.execute(task);
  }

  @Override
  public Executor observers() {
    return task -> observers.execute(task);
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public void closeAndLeave() {
    left = true;
  }

  private record Alarm(Duration at, Runnable task) {}
}
