package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ChildKilledException;
import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;
import io.processmanager.adapters.os.libc.ResourceLimits;
import io.processmanager.adapters.os.libc.Spawn;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.WorkingDirectory;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.ProcessRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One launch, step by step. Each step that fails undoes those before it: no process, no zombie and
 * no descriptor is left.
 */
final class Launch {

  private final LaunchSetting setting;
  private final CaptureLanes lanes;
  private final JobSpec spec;
  private final JobEnvironment environment;
  private final OutputSink sink;

  Launch(LaunchSetting setting, CaptureLanes lanes, JobSpec spec, OutputSink sink) {
    this.setting = setting;
    this.lanes = lanes;
    this.spec = spec;
    this.environment = new JobEnvironment(spec.environment());
    this.sink = sink;
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
    Containment containment = setting.newContainment();
    try {
      return contained(sequence, program, lookupBase, directory, containment);
    } catch (RuntimeException | Error failure) {
      // There may have been a child, which may have forked.
      containment.discard();
      throw failure;
    }
  }

  private LaunchedProcess contained(
      long sequence,
      String program,
      int lookupBase,
      OptionalInt directory,
      Containment containment) {
    Descriptors.Pipe pipe = openPipe();
    OutputPipe output = new OutputPipe(lanes, pipe.readEnd(), sink, setting.drain());
    int writeEnd = pipe.writeEnd();
    Spawn.Child child;
    try {
      output.open();
      writeEnd = setting.lowDescriptors().move(writeEnd);
      child = spawn(program, lookupBase, directory, writeEnd, containment);
    } catch (ErrnoException failure) {
      output.abandon();
      throw Refusals.ofResources(failure);
    } catch (RuntimeException | Error failure) {
      output.abandon();
      throw failure;
    } finally {
      // Besides the job nobody may hold the writing end, or the output would never end.
      setting.lowDescriptors().release(writeEnd);
    }
    return adopt(new ProcessRef(sequence, child.pid()), child.pidfd(), output, containment);
  }

  private static Descriptors.Pipe openPipe() {
    try {
      return Descriptors.pipe();
    } catch (ErrnoException failure) {
      throw Refusals.ofResources(failure);
    }
  }

  private Spawn.Child spawn(
      String program, int lookupBase, OptionalInt directory, int output, Containment containment)
      throws ErrnoException {
    OptionalInt cgroup = containment.openCgroup();
    try {
      Spawn.Request request =
          new Spawn.Request(
              program,
              arguments(),
              environment.entries(containment.mark()),
              setting.devNull(),
              output,
              directory,
              cgroup,
              spec.attributes().umask(),
              spec.attributes().nice(),
              limits());
      return spawn(request, lookupBase);
    } finally {
      cgroup.ifPresent(containment::started);
    }
  }

  private Spawn.Child spawn(Spawn.Request request, int lookupBase) {
    try {
      return PatientSpawn.spawn(setting.spawn(), request);
    } catch (ErrnoException failure) {
      throw refusal(request, lookupBase, failure);
    } catch (ChildKilledException killed) {
      throw new JobsException.Failed("a job cannot be started: " + killed.getMessage(), killed);
    }
  }

  private JobsException refusal(Spawn.Request request, int lookupBase, ErrnoException failure) {
    return switch (failure.call()) {
      case "execve" ->
          failure.errno() == Errno.E2BIG
              ? ArgumentSize.refusal(request.arguments(), request.environment())
              : ofProgram(request, lookupBase, failure);
      case "setpriority" -> Refusals.ofNice(request.nice().orElseThrow(), failure);
      default -> Refusals.ofResources(failure);
    };
  }

  private JobsException ofProgram(Spawn.Request request, int lookupBase, ErrnoException failure) {
    Program.requireExecutable(lookupBase, request.path());
    return Refusals.ofProgram(lookupBase, request.path(), failure);
  }

  /** Those of the spec, and those that are given to all jobs for the others. */
  private Map<Integer, ResourceLimits.Pair> limits() {
    Map<Integer, ResourceLimits.Pair> limits = new HashMap<>(setting.limits());
    spec.attributes()
        .softLimits()
        .forEach(
            (resource, limit) ->
                limits.put(SoftLimit.number(resource), SoftLimit.pair(resource, limit)));
    return limits;
  }

  private List<byte[]> arguments() {
    List<byte[]> arguments = new ArrayList<>(spec.arguments().size() + 1);
    arguments.add(spec.program().getBytes(StandardCharsets.UTF_8));
    spec.arguments().forEach(text -> arguments.add(text.getBytes(StandardCharsets.UTF_8)));
    return arguments;
  }

  /** From here on there is a child: it is handed on or undone. */
  private LaunchedProcess adopt(
      ProcessRef ref, int pidfd, OutputPipe output, Containment containment) {
    LaunchedProcess process =
        new LaunchedProcess(ref, pidfd, setting.reactor(), output, containment);
    try {
      spec.attributes().nice().ifPresent(nice -> Autogroup.setNice(ref.pid(), nice));
      // The last step: what is watched cannot be undone here without the reactor's knowledge.
      process.open();
      return process;
    } catch (ErrnoException failure) {
      undo(ref, pidfd, output);
      throw Refusals.ofResources(failure);
    } catch (RuntimeException | Error failure) {
      undo(ref, pidfd, output);
      throw failure;
    }
  }

  private static void undo(ProcessRef ref, int pidfd, OutputPipe output) {
    LaunchedProcess.undo(ref.pid());
    Descriptors.closeQuietly(pidfd);
    output.abandon();
  }
}
