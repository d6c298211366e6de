package io.processmanager.benchmark;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What starts another JVM with the flags of this one. */
final class JvmCommand {

  private JvmCommand() {}

  static List<String> of(String classPath, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** With the class path of this one, too. */
  static List<String> ofThisClassPath(Class<?> main, String... arguments) {
    return of(System.getProperty("java.class.path"), main, arguments);
  }
}
