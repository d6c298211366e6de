package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;
import io.processmanager.ports.inbound.JobsException.NotStarted;
import io.processmanager.ports.inbound.JobsException.NotStarted.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the file to execute as the job itself would: in the job's PATH, from the job's directory.
 */
final class Program {

  private Program() {}

  /**
   * The path to execute. One with a slash is not looked at: the kernel says what is wrong with it,
   * and {@link #requireExecutable} in more detail.
   *
   * @param directory the descriptor of the job's directory, where relative paths begin
   * @param path the job's PATH; an empty element is the job's directory, as execvp(3) has it
   * @throws NotStarted there is no such program, or none that may be executed
   */
  static String find(int directory, String program, String path) {
    return program.indexOf('/') >= 0 ? program : inPath(directory, program, path);
  }

  /**
   * Refuses a file that cannot be executed and says why.
   *
   * @param directory the descriptor of the job's directory, where relative paths begin
   */
  static void requireExecutable(int directory, String path) {
    switch (look(directory, path)) {
      case Found.Executable _ -> {}
      case Found.Directory _ ->
          throw refusal(Reason.PROGRAM_IS_A_DIRECTORY, path, "is a directory");
      case Found.NotExecutable _ ->
          throw refusal(
              Reason.PROGRAM_NOT_EXECUTABLE,
              path,
              "may not be executed here; check its mode, its directories and the mount options");
      case Found.Nothing _ -> throw refusal(Reason.PROGRAM_NOT_FOUND, path, "does not exist");
      case Found.Failure failure ->
          throw refusal(Reason.REFUSED_BY_KERNEL, path, "cannot be reached: " + failure.why());
    }
  }

  private static String inPath(int directory, String program, String path) {
    List<String> unusable = new ArrayList<>();
    for (String element : path.split(":", -1)) {
      String candidate = (element.isEmpty() ? "." : element) + "/" + program;
      Found found = look(directory, candidate);
      if (found instanceof Found.Executable) {
        return candidate;
      }
      if (found instanceof Found.NotExecutable) {
        unusable.add(candidate);
      }
    }
    if (unusable.isEmpty()) {
      throw new NotStarted(
          Reason.PROGRAM_NOT_FOUND,
          program,
          "program "
              + OneLine.quoted(program)
              + " was not found in the job's PATH "
              + OneLine.quoted(path));
    }
    throw refusal(
        Reason.PROGRAM_NOT_EXECUTABLE,
        unusable.get(0),
        "may not be executed here, and the job's PATH has no other");
  }

  private static NotStarted refusal(Reason reason, String program, String what) {
    return new NotStarted(reason, program, "program " + OneLine.quoted(program) + " " + what);
  }

  private static Found look(int directory, String path) {
    try {
      return switch (Paths.kind(directory, path)) {
        case DIRECTORY -> new Found.Directory();
        case OTHER -> new Found.NotExecutable();
        case REGULAR_FILE -> {
          Paths.requireExecutable(directory, path);
          yield new Found.Executable();
        }
      };
    } catch (ErrnoException failure) {
      return switch (failure.errno()) {
        case Errno.ENOENT, Errno.ENOTDIR -> new Found.Nothing();
        case Errno.EACCES -> new Found.NotExecutable();
        default -> new Found.Failure(failure.description());
      };
    }
  }

  /** What lies where a program may be. */
  private sealed interface Found {
    record Executable() implements Found {}

    record Directory() implements Found {}

    record NotExecutable() implements Found {}

    record Nothing() implements Found {}

    record Failure(String why) implements Found {}
  }
}
