package io.processmanager.adapters.os;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The live processes of this machine at one moment, and which of them belong to a job: those of its
 * leader's session, which holds the background groups of a shell too; those with the job's mark in
 * their environment; and what descends from any of these.
 */
final class Leftovers {

  private static final Path PROC = Path.of("/proc");
  private static final int MOST_LOOKS = 8;

  private final Marks marks;
  private final Map<Long, LiveProcess> live = new LinkedHashMap<>();
  private final Map<Long, List<LiveProcess>> bySession = new HashMap<>();
  private final Map<Long, List<LiveProcess>> byParent = new HashMap<>();
  private Marks.@Nullable Found found;

  private Leftovers(Marks marks) {
    this.marks = marks;
  }

  /**
   * Looks through {@code /proc}, and again as long as there is a process that was not there before:
   * a job that forks on and on, each of it ending when it has, is behind the place where one look
   * ends.
   *
   * @param marks what is remembered from the look before
   */
  static Leftovers scan(Marks marks) {
    Leftovers found = new Leftovers(marks);
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
          LiveProcess.read(Long.parseLong(entry.getFileName().toString())).ifPresent(this::add);
        }
      }
      return news;
    } catch (IOException e) {
      throw new UncheckedIOException("/proc cannot be read", e);
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException("/proc cannot be read", e.getCause());
    }
  }

  private void add(LiveProcess process) {
    live.put(process.pid(), process);
    bySession.computeIfAbsent(process.stat().session(), session -> new ArrayList<>()).add(process);
    byParent.computeIfAbsent(process.stat().parent(), parent -> new ArrayList<>()).add(process);
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

  /**
   * Whether there is a process that cannot be told from one of a job now. What is older than the
   * job's leader is not of it.
   *
   * @param leader has not been reaped
   */
  boolean mayHide(long leader) {
    List<LiveProcess> hidden = found().hidden();
    if (hidden.isEmpty()) {
      return false;
    }
    long start =
        ProcStat.read(PROC.resolve(Long.toString(leader))).map(ProcStat::startTicks).orElse(0L);
    return hidden.stream().anyMatch(process -> process.stat().startTicks() >= start);
  }

  private List<LiveProcess> marked(String mark) {
    return found().byMark().getOrDefault(mark, List.of());
  }

  private Marks.Found found() {
    Marks.Found known = found;
    if (known == null) {
      known = marks.among(live.values());
      found = known;
    }
    return known;
  }

  /**
   * Kills what is left of a job.
   *
   * @param mark {@code NAME=value}
   */
  void kill(LaunchedProcess leader, String mark) {
    // Looked for before the leader is held: a look may take long, and others wait for it then.
    leader.killWith(membersOf(leader.ref().pid(), mark));
  }

  private Iterable<LiveProcess> membersOf(long session, String mark) {
    Map<Long, LiveProcess> members = new LinkedHashMap<>();
    Deque<LiveProcess> toFollow = new ArrayDeque<>(bySession.getOrDefault(session, List.of()));
    toFollow.addAll(marked(mark));
    for (LiveProcess next = toFollow.poll(); next != null; next = toFollow.poll()) {
      if (members.put(next.pid(), next) == null) {
        toFollow.addAll(byParent.getOrDefault(next.pid(), List.of()));
      }
    }
    return members.values();
  }
}
