package io.processmanager.ports.contract;

import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.Resource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table of {@code /proc/pid/limits}; proc_pid_limits(5). */
final class LimitTable {

  private static final int NAME_WIDTH = 26;
  private static final int LIMIT_WIDTH = 21;

  private LimitTable() {}

  private static String title(Resource resource) {
    return switch (resource) {
      case OPEN_FILES -> "Max open files";
      case CORE_SIZE -> "Max core file size";
      case FILE_SIZE -> "Max file size";
      case CPU_TIME -> "Max cpu time";
      case ADDRESS_SPACE -> "Max address space";
    };
  }

  /** Two tables of equal length, one behind the other. */
  static String[] ofLeaderAndChild(String tables) {
    List<String> lines = tables.lines().toList();
    int half = lines.size() / 2;
    return new String[] {
      String.join("\n", lines.subList(0, half)),
      String.join("\n", lines.subList(half, lines.size()))
    };
  }

  /** The hard limit that a table tells. */
  static Limit hard(String table, Resource resource) {
    String row =
        table.lines().filter(line -> line.startsWith(title(resource))).findFirst().orElseThrow();
    String hard = row.substring(NAME_WIDTH + LIMIT_WIDTH, NAME_WIDTH + 2 * LIMIT_WIDTH).trim();
    return hard.equals("unlimited") ? Limit.unlimited() : Limit.atMost(Long.parseLong(hard));
  }

  /** The table with other soft limits. */
  static String withSoft(String table, Map<Resource, Limit> limits) {
    return table
        .lines()
        .map(row -> rowWithSoft(row, limits))
        .collect(Collectors.joining("\n", "", table.endsWith("\n") ? "\n" : ""));
  }

  private static String rowWithSoft(String row, Map<Resource, Limit> limits) {
    for (Map.Entry<Resource, Limit> limit : limits.entrySet()) {
      if (row.startsWith(title(limit.getKey()))) {
        String soft = limit.getValue().toString();
        return row.substring(0, NAME_WIDTH)
            + soft
            + " ".repeat(LIMIT_WIDTH - soft.length())
            + row.substring(NAME_WIDTH + LIMIT_WIDTH);
      }
    }
    return row;
  }
}
