package io.processmanager.adapters.os;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;

/** What all code of a JVM shares, and a library is to leave alone; proc(5). */
final class Surroundings {

  private static final Path SELF = Path.of("/proc/self");

  private Surroundings() {}

  /** All of it, by name. */
  static Map<String, String> now() throws IOException {
    Map<String, String> found = new TreeMap<>();
    ofTheJvm(found);
    ofTheProcess(found);
    return found;
  }

  private static void ofTheJvm(Map<String, String> found) {
    System.getProperties()
        .forEach((name, value) -> found.put("property " + name, String.valueOf(value)));
    System.getenv().forEach((name, value) -> found.put("variable " + name, value));
    for (Locale.Category category : Locale.Category.values()) {
      found.put("locale " + category, Locale.getDefault(category).toString());
    }
    found.put("time zone", TimeZone.getDefault().getID());
    found.put("charset", Charset.defaultCharset().name());
    found.put("uncaught", identity(Thread.getDefaultUncaughtExceptionHandler()));
    found.put("class loader", identity(Thread.currentThread().getContextClassLoader()));
    found.put("stdin", identity(System.in));
    found.put("stdout", identity(System.out));
    found.put("stderr", identity(System.err));
  }

  private static String identity(Object thing) {
    return String.valueOf(System.identityHashCode(thing));
  }

  private static void ofTheProcess(Map<String, String> found) throws IOException {
    found.put("directory", SELF.resolve("cwd").toRealPath().toString());
    found.put("root", SELF.resolve("root").toRealPath().toString());
    for (String file : new String[] {"limits", "cgroup", "oom_score_adj", "environ", "cmdline"}) {
      found.put(file, Files.readString(SELF.resolve(file)));
    }
    String status = Files.readString(Path.of("/proc/thread-self/status"));
    status
        .lines()
        .filter(line -> line.matches("(Umask|SigBlk|SigIgn|SigCgt|Uid|Gid|NoNewPrivs|Cpus_al).*"))
        .forEach(line -> found.put("status " + line.substring(0, line.indexOf(':')), line));
    // Behind the name in brackets: state, parent, group, session, terminal; then the nice value.
    String[] stat = Files.readString(SELF.resolve("stat")).replaceAll(".*\\) ", "").split(" ", -1);
    found.put("group", stat[2]);
    found.put("session", stat[3]);
    found.put("terminal", stat[4]);
    found.put("nice", stat[16]);
  }
}
