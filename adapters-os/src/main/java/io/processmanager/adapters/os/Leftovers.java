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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The live processes of this machine at one moment, and which of them belong to a job: those of its
 * leader's session, which holds the background groups of a shell too; those with the job's mark in
 * their environment; and what descends from any of these.
 */
final class Leftovers {

  private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());
  private static final Path PROC = Path.of("/proc");
  private static final int MOST_LOOKS = 8;

  private final Map<Long, Member> live = new LinkedHashMap<>();
  private final Map<Long, List<Member>> bySession = new HashMap<>();
  private final Map<Long, List<Member>> byParent = new HashMap<>();
  private @Nullable Map<String, List<Member>> byMark;

  private Leftovers() {}

  /**
   * A process. Its start tells it from a later one with its number; proc_pid_stat(5).
   *
   * @param startTicks its start, since the machine's
   * @param isHeld whether it is in an uninterruptible sleep
   */
  private record Member(
      long pid, long group, long session, long parent, long startTicks, boolean isHeld) {

    private boolean isStillThere() {
      return ProcStat.read(directory()).filter(stat -> stat.startTicks() == startTicks).isPresent();
    }

    private Path directory() {
      return PROC.resolve(Long.toString(pid));
    }
  }

  /**
   * Looks through {@code /proc}, and again as long as there is a process that was not there before:
   * a job that forks on and on, each of it ending when it has, is behind the place where one look
   * ends.
   */
  static Leftovers scan() {
    Leftovers found = new Leftovers();
    Set<Path> looked = new HashSet<>();
    for (int looks = 0; looks < MOST_LOOKS && found.look(looked); looks++) {}
    return found;
  }

  /**
   * @param looked what need not be looked at, to which the others are added
   * @return whether there were any
   */
  private boolean look(Set<Path> looked) {
    boolean news = false;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        if (looked.add(entry)) {
          news = true;
          ProcStat.read(entry).filter(ProcStat::isAlive).ifPresent(stat -> add(entry, stat));
        }
      }
      return news;
    } catch (IOException e) {
      throw new UncheckedIOException("/proc cannot be read", e);
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException("/proc cannot be read", e.getCause());
    }
  }

  private void add(Path entry, ProcStat stat) {
    long pid = Long.parseLong(entry.getFileName().toString());
    Member member =
        new Member(
            pid,
            stat.group(),
            stat.session(),
            stat.parent(),
            stat.startTicks(),
            stat.state() == 'D');
    live.put(pid, member);
    bySession.computeIfAbsent(stat.session(), session -> new ArrayList<>()).add(member);
    byParent.computeIfAbsent(stat.parent(), parent -> new ArrayList<>()).add(member);
  }

  /**
   * Whether anything is left of a job.
   *
   * @param session its leader's, which has not been reaped
   * @param mark {@code NAME=value}
   */
  boolean has(long session, String mark) {
    return bySession.containsKey(session) || !marked(mark).isEmpty();
  }

  private List<Member> marked(String mark) {
    Map<String, List<Member>> known = byMark;
    if (known == null) {
      known = new HashMap<>();
      for (Member member : live.values()) {
        Optional<String> found = markOf(member);
        if (found.isPresent()) {
          known.computeIfAbsent(found.get(), key -> new ArrayList<>()).add(member);
        }
      }
      byMark = known;
    }
    return known.getOrDefault(mark, List.of());
  }

  /**
   * Variables that each end with a NUL; proc_pid_environ(5). Another user's are not to be read, and
   * to read those of a process that the kernel holds may take as long as it does.
   */
  private static Optional<String> markOf(Member member) {
    if (member.isHeld()) {
      return Optional.empty();
    }
    try {
      return ProcFile.read(member.directory().resolve("environ"))
          .flatMap(
              environment -> {
                for (String variable : environment.split("\0", -1)) {
                  if (variable.startsWith(SearchContainment.MARK + "=")) {
                    return Optional.of(variable);
                  }
                }
                return Optional.empty();
              });
    } catch (UncheckedIOException notToBeRead) {
      return Optional.empty();
    }
  }

  /**
   * Kills what is left of a job. The leader's own group at one stroke: kill(2) and fork(2) exclude
   * each other, so no child slips through. What is in other groups one by one, and after that: a
   * leader that waits for it would end by itself before it is killed. Nothing, if the leader has
   * been reaped meanwhile: its number may be a stranger's by now.
   *
   * @param mark {@code NAME=value}
   */
  void kill(LaunchedProcess leader, String mark) {
    leader.whileKept(
        () -> {
          long session = leader.ref().pid();
          Iterable<Member> members = membersOf(session, mark);
          leader.killGroup();
          for (Member member : members) {
            if (member.group() != session) {
              kill(member);
            }
          }
        });
  }

  private Iterable<Member> membersOf(long session, String mark) {
    Map<Long, Member> found = new LinkedHashMap<>();
    Deque<Member> toFollow = new ArrayDeque<>(bySession.getOrDefault(session, List.of()));
    toFollow.addAll(marked(mark));
    for (Member next = toFollow.poll(); next != null; next = toFollow.poll()) {
      if (found.put(next.pid(), next) == null) {
        toFollow.addAll(byParent.getOrDefault(next.pid(), List.of()));
      }
    }
    return found.values();
  }

  /** Sure of the process behind the pidfd: it is looked at again once the pidfd is open. */
  private static void kill(Member member) {
    try {
      int pidfd = Processes.openPidfd(member.pid());
      try {
        if (member.isStillThere()) {
          Processes.signal(pidfd, Signal.KILL.number());
        }
      } finally {
        Descriptors.closeQuietly(pidfd);
      }
    } catch (UncheckedIOException unsure) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "process " + member.pid() + " of a job cannot be looked at and is left",
          unsure);
    } catch (ErrnoException failure) {
      if (failure.errno() != Errno.ESRCH) {
        LOG.log(
            System.Logger.Level.WARNING,
            () ->
                "process " + member.pid() + " of a job cannot be killed: " + failure.getMessage());
      }
    }
  }
}
