package io.processmanager.adapters.os;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The marks of jobs in the environments of processes. What has been read is remembered: a process
 * that once had a mark is of that job, whatever it does to its environment, and one that had none
 * gets none before it executes a program.
 *
 * <p><b>Threading.</b> One thread at a time.
 */
final class Marks {

  private final Supplier<Set<Long>> sessions;
  private final EnvironmentReader<Set<String>> reader = new EnvironmentReader<>(Marks::read);
  private final Map<Long, Known> known = new HashMap<>();

  /**
   * @param sessions those of leaders that are kept from being reaped; nothing in one of them is of
   *     another job, as a session is entered by being forked in it alone, and left for a new one
   *     alone; setsid(2)
   */
  Marks(Supplier<Set<Long>> sessions) {
    this.sessions = sessions;
  }

  /**
   * What is known of one process.
   *
   * @param asRead as it was when its environment was read last
   */
  private record Known(LiveProcess asRead, Set<String> marks) {

    private boolean isOf(LiveProcess process) {
      return asRead.isSameAs(process);
    }

    /** Whether it has executed no program since: the arguments of another lie elsewhere. */
    private boolean isLatest(LiveProcess process) {
      long end = process.stat().argumentsEnd();
      return isOf(process) && end != 0 && end == asRead.stat().argumentsEnd();
    }
  }

  /**
   * What was found.
   *
   * @param byMark the processes with each mark
   * @param hidden those that could not be read, and may have any
   */
  record Found(Map<String, List<LiveProcess>> byMark, List<LiveProcess> hidden) {}

  /**
   * @param live all that runs
   */
  Found among(Collection<LiveProcess> live) {
    Set<Long> ofOthers = sessions.get();
    List<LiveProcess> candidates =
        live.stream().filter(process -> !ofOthers.contains(process.stat().session())).toList();
    List<LiveProcess> unread =
        candidates.stream().filter(process -> process.hasMemory() && !isKnown(process)).toList();
    Map<LiveProcess, Set<String>> read = reader.read(unread);
    read.forEach(this::note);
    known.keySet().retainAll(live.stream().map(LiveProcess::pid).collect(Collectors.toSet()));
    List<LiveProcess> hidden =
        unread.stream()
            .filter(process -> !read.containsKey(process) && marksOf(process).isEmpty())
            .toList();
    return new Found(byMark(candidates), hidden);
  }

  private boolean isKnown(LiveProcess process) {
    Known before = known.get(process.pid());
    return before != null && before.isLatest(process);
  }

  private void note(LiveProcess process, Set<String> marks) {
    Set<String> all = new HashSet<>(marksOf(process));
    all.addAll(marks);
    known.put(process.pid(), new Known(process, all));
  }

  private Set<String> marksOf(LiveProcess process) {
    Known before = known.get(process.pid());
    return before == null || !before.isOf(process) ? Set.of() : before.marks();
  }

  private Map<String, List<LiveProcess>> byMark(List<LiveProcess> processes) {
    Map<String, List<LiveProcess>> byMark = new HashMap<>();
    for (LiveProcess process : processes) {
      for (String mark : marksOf(process)) {
        byMark.computeIfAbsent(mark, key -> new ArrayList<>()).add(process);
      }
    }
    return byMark;
  }

  /**
   * Variables that each end with a NUL; proc_pid_environ(5). Another user's are not to be read, and
   * pass for unmarked.
   */
  private static Set<String> read(LiveProcess process) {
    try {
      return ProcFile.read(process.directory().resolve("environ")).map(Marks::in).orElse(Set.of());
    } catch (UncheckedIOException notToBeRead) {
      return Set.of();
    }
  }

  private static Set<String> in(String environment) {
    for (String variable : environment.split("\0", -1)) {
      if (variable.startsWith(SearchContainment.MARK + "=")) {
        return Set.of(variable);
      }
    }
    return Set.of();
  }
}
