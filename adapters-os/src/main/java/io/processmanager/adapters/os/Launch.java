package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;
import io.processmanager.adapters.os.libc.Processes;
import io.processmanager.adapters.os.libc.Spawn;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.WorkingDirectory;
import io.processmanager.ports.outbound.ProcessRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * One launch, step by step. Each step that fails undoes those before it: no process, no zombie and
 * no descriptor is left.
 */
final class Launch {

  private static final Duration TEXT_BUSY_PATIENCE = Duration.ofSeconds(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  private final Reactor reactor;
  private final JobSpec spec;
  private final JobEnvironment environment;
  private final OutputSink sink;
  private final Drain drain;

  Launch(Reactor reactor, JobSpec spec, OutputSink sink, Drain drain) {
    this.reactor = reactor;
    this.spec = spec;
    this.environment = new JobEnvironment(spec.environment());
    this.sink = sink;
    this.drain = drain;
  }

  /** Launches the process and has the reactor serve it. */
  LaunchedProcess run(long sequence) {
    return switch (spec.workingDirectory()) {
      case WorkingDirectory.Inherited _ ->
          inDirectory(sequence, Paths.OWN_DIRECTORY, OptionalInt.empty());
      case WorkingDirectory.At at -> {
        int directory = open(at.path());
        try {
          yield inDirectory(sequence, directory, OptionalInt.of(directory));
        } finally {
          Descriptors.closeQuietly(directory);
        }
      }
    };
  }

  /** Opened first, so that a missing directory is told from a missing program. */
  private static int open(String path) {
    try {
      int directory = Paths.openDirectory(path);
      try {
        Paths.requireExecutable(directory, ".");
        return directory;
      } catch (ErrnoException failure) {
        Descriptors.closeQuietly(directory);
        throw failure;
      }
    } catch (ErrnoException failure) {
      throw Refusals.ofDirectory(path, failure);
    }
  }

  private LaunchedProcess inDirectory(long sequence, int lookupBase, OptionalInt directory) {
    String program = Program.find(lookupBase, spec.program(), environment.path());
    Descriptors.Pipe pipe = openPipe();
    OutputPipe output = new OutputPipe(reactor, pipe.readEnd(), sink, drain);
    long pid;
    try {
      pid = spawn(program, lookupBase, directory, pipe, output);
    } catch (RuntimeException | Error failure) {
      reactor.runAndWait(output::abandon);
      throw failure;
    } finally {
      // Besides the job nobody may hold the writing end, or the output would never end.
      Descriptors.closeQuietly(pipe.writeEnd());
    }
    return adopt(new ProcessRef(sequence, pid), output);
  }

  private static Descriptors.Pipe openPipe() {
    try {
      return Descriptors.pipe();
    } catch (ErrnoException failure) {
      throw Refusals.ofResources(failure);
    }
  }

  private long spawn(
      String program,
      int lookupBase,
      OptionalInt directory,
      Descriptors.Pipe pipe,
      OutputPipe output) {
    try {
      output.open();
    } catch (ErrnoException failure) {
      throw Refusals.ofResources(failure);
    }
    Spawn.Request request =
        new Spawn.Request(program, arguments(), environment.entries(), pipe.writeEnd(), directory);
    try {
      return spawnPatiently(request);
    } catch (ErrnoException failure) {
      if (failure.errno() == Errno.E2BIG) {
        throw ArgumentSize.refusal(request.arguments(), request.environment());
      }
      throw Refusals.ofProgram(lookupBase, program, failure);
    }
  }

  private List<byte[]> arguments() {
    List<byte[]> arguments = new ArrayList<>(spec.arguments().size() + 1);
    arguments.add(spec.program().getBytes(StandardCharsets.UTF_8));
    spec.arguments().forEach(text -> arguments.add(text.getBytes(StandardCharsets.UTF_8)));
    return arguments;
  }

  /**
   * A program file that was written a moment ago is "text busy" as long as any process has it open
   * for writing; one that was forked meanwhile has, until it executes its own program. execve(2),
   * ETXTBSY.
   */
  private static long spawnPatiently(Spawn.Request request) throws ErrnoException {
    long giveUpAt = System.nanoTime() + TEXT_BUSY_PATIENCE.toNanos();
    Duration pause = FIRST_PAUSE;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return Spawn.spawn(request);
        } catch (ErrnoException failure) {
          if (failure.errno() != Errno.ETXTBSY || System.nanoTime() - giveUpAt >= 0) {
            throw failure;
          }
        }
        interrupted |= pause(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns whether the thread was interrupted, which does not keep a launch from its end. */
  private static boolean pause(Duration pause) {
    try {
      Thread.sleep(pause);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** From here on there is a child: it is handed on or undone. */
  private LaunchedProcess adopt(ProcessRef ref, OutputPipe output) {
    try {
      int pidfd = Processes.openPidfd(ref.pid());
      try {
        LaunchedProcess process = new LaunchedProcess(ref, pidfd, reactor, output);
        process.open();
        return process;
      } catch (ErrnoException failure) {
        Descriptors.closeQuietly(pidfd);
        throw failure;
      }
    } catch (ErrnoException failure) {
      LaunchedProcess.undo(ref.pid());
      reactor.runAndWait(output::abandon);
      throw Refusals.ofResources(failure);
    }
  }
}
