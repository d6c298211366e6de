package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Processes;
import io.processmanager.domain.job.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The live processes of all sessions at one moment. A leader leads a session of its own, and every
 * process group lies within one session; setpgid(2). So what is left of a job, background groups of
 * a shell included, is what has its session; only a descendant that called setsid(2) is not seen.
 */
final class Leftovers {

  private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());
  private static final Path PROC = Path.of("/proc");

  private final Map<Long, List<Member>> bySession = new HashMap<>();

  private Leftovers() {}

  private record Member(long pid, long group) {}

  /** Looks through {@code /proc}. */
  static Leftovers scan() {
    Leftovers found = new Leftovers();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        ProcStat.read(entry).filter(ProcStat::isAlive).ifPresent(stat -> found.add(entry, stat));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("/proc cannot be read", e);
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException("/proc cannot be read", e.getCause());
    }
    return found;
  }

  private void add(Path entry, ProcStat stat) {
    bySession
        .computeIfAbsent(stat.session(), session -> new ArrayList<>())
        .add(new Member(Long.parseLong(entry.getFileName().toString()), stat.group()));
  }

  /** Whether anything is left of the job whose leader, dead but not reaped, had {@code session}. */
  boolean has(long session) {
    return bySession.containsKey(session);
  }

  /**
   * Kills what is left of a job. The leader's own group at one stroke: kill(2) and fork(2) exclude
   * each other, so no child slips through. What is in other groups one by one. Nothing, if the
   * leader has been reaped meanwhile: its session's number may be a stranger's by now.
   */
  void kill(LaunchedProcess leader) {
    leader.whileKept(() -> killAll(leader));
  }

  private void killAll(LaunchedProcess leader) {
    leader.kill();
    long session = leader.ref().pid();
    for (Member member : bySession.getOrDefault(session, List.of())) {
      if (member.group() != session) {
        kill(member.pid(), session);
      }
    }
  }

  /**
   * Sure of the process behind the pidfd: its session is looked at again once the pidfd is open.
   */
  private static void kill(long pid, long session) {
    try {
      int pidfd = Processes.openPidfd(pid);
      try {
        if (isOfSession(pid, session)) {
          Processes.signal(pidfd, Signal.KILL.number());
        }
      } finally {
        Descriptors.closeQuietly(pidfd);
      }
    } catch (ErrnoException failure) {
      if (failure.errno() != Errno.ESRCH) {
        LOG.log(
            System.Logger.Level.WARNING,
            () -> "process " + pid + " of a job cannot be killed: " + failure.getMessage());
      }
    }
  }

  private static boolean isOfSession(long pid, long session) {
    return ProcStat.read(PROC.resolve(Long.toString(pid)))
        .filter(stat -> stat.session() == session)
        .isPresent();
  }
}
