package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Host;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment that a job is given: a few harmless variables of this process, and what the spec
 * says. Never this process's own environment, which may hold secrets.
 */
final class JobEnvironment {

  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TZ", "TMPDIR");

  /** Where programs are looked up if nobody has set a PATH. */
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Read once: a JVM's environment does not change. */
  private static final Map<String, byte[]> OWN = own();

  private final Map<String, byte[]> variables = new LinkedHashMap<>(OWN);

  JobEnvironment(Map<String, String> spec) {
    spec.forEach((name, value) -> variables.put(name, value.getBytes(StandardCharsets.UTF_8)));
    // A spec that sets the mark would have its job taken for another's.
    variables.remove(SearchContainment.MARK);
  }

  private static Map<String, byte[]> own() {
    Map<String, byte[]> own = new LinkedHashMap<>();
    for (String name : INHERITED) {
      Host.environmentVariable(name).ifPresent(value -> own.put(name, value));
    }
    return own;
  }

  /** The directories that the job's own shell would look programs up in. */
  String path() {
    byte[] path = variables.get("PATH");
    return path == null ? DEFAULT_PATH : new String(path, StandardCharsets.UTF_8);
  }

  /**
   * The variables as execve(2) takes them.
   *
   * @param mark one more, {@code NAME=value}, which nothing else may set
   */
  List<byte[]> entries(Optional<String> mark) {
    List<byte[]> entries = new ArrayList<>(variables.size() + 1);
    mark.ifPresent(entry -> entries.add(entry.getBytes(StandardCharsets.UTF_8)));
    variables.forEach((name, value) -> entries.add(entry(name, value)));
    return entries;
  }

  private static byte[] entry(String name, byte[] value) {
    byte[] prefix = (name + "=").getBytes(StandardCharsets.UTF_8);
    byte[] entry = new byte[prefix.length + value.length];
    System.arraycopy(prefix, 0, entry, 0, prefix.length);
    System.arraycopy(value, 0, entry, prefix.length, value.length);
    return entry;
  }
}
