package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Errno;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.JobsException.NotStarted;
import io.processmanager.ports.inbound.JobsException.NotStarted.Reason;

/** Turns failed system calls of a launch into refusals that name what is at fault. */
final class Refusals {

  private Refusals() {}

  /** A call failed that needs nothing of the caller but room in the kernel's tables. */
  static JobsException ofResources(ErrnoException failure) {
    return ofResources("a job cannot be started", failure);
  }

  /** A call failed on which an engine depends. */
  static JobsException ofEngine(ErrnoException failure) {
    return ofResources("the process engine cannot be opened", failure);
  }

  private static JobsException ofResources(String what, ErrnoException failure) {
    return switch (failure.errno()) {
      case Errno.EMFILE, Errno.ENFILE ->
          exhausted("descriptors", "file descriptors; raise the limit (ulimit -n)", failure);
      case Errno.ENOSPC -> exhausted("descriptors", "epoll watches", failure);
      case Errno.ENOMEM -> exhausted("memory", "memory", failure);
      case Errno.EAGAIN ->
          exhausted("processes", "processes; raise the limit (ulimit -u, pids.max)", failure);
      default -> new JobsException.Failed(what + ": " + failure.getMessage(), failure);
    };
  }

  private static JobsException exhausted(String resource, String what, ErrnoException failure) {
    return new JobsException.ResourceExhausted(
        resource, "there are no more " + what + ": " + failure.description());
  }

  /** No cgroup could be made below {@code path}. */
  static JobsException ofCgroup(String path, ErrnoException failure) {
    return switch (failure.errno()) {
      case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM -> ofResources(failure);
      // cgroup.max.descendants and cgroup.max.depth.
      case Errno.EAGAIN -> exhausted("cgroups", "cgroups below " + path, failure);
      default ->
          new JobsException.Failed(
              "no cgroup can be made in " + path + ": " + failure.getMessage(), failure);
    };
  }

  /** The nice value could not be set. */
  static JobsException ofNice(int nice, ErrnoException failure) {
    return new JobsException.InvalidRequest(
        "nice",
        "nice value "
            + nice
            + " is not allowed here ("
            + failure.description()
            + "); a lower one than this process's own needs CAP_SYS_NICE or RLIMIT_NICE");
  }

  /** The working directory at {@code path} cannot be used. */
  static JobsException ofDirectory(String path, ErrnoException failure) {
    String directory = "working directory " + OneLine.quoted(path);
    return switch (failure.errno()) {
      case Errno.ENOENT ->
          new NotStarted(Reason.WORKING_DIRECTORY_NOT_FOUND, path, directory + " does not exist");
      case Errno.ENOTDIR ->
          new NotStarted(
              Reason.WORKING_DIRECTORY_NOT_A_DIRECTORY, path, directory + " is not a directory");
      case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM -> ofResources(failure);
      default ->
          new NotStarted(
              Reason.WORKING_DIRECTORY_NOT_ACCESSIBLE,
              path,
              directory + " cannot be entered: " + failure.description());
    };
  }

  /** The kernel did not execute {@code program}, although it lies there and may be executed. */
  static JobsException ofProgram(int directory, String program, ErrnoException failure) {
    return switch (failure.errno()) {
      case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.EAGAIN -> ofResources(failure);
      case Errno.ENOENT,
          Errno.ENOTDIR,
          Errno.EACCES,
          Errno.ENOEXEC,
          Errno.EISDIR,
          Errno.ELIBBAD,
          Errno.ELOOP ->
          ofContent(directory, program, failure);
      default -> byKernel(program, failure);
    };
  }

  private static JobsException ofContent(int directory, String program, ErrnoException failure) {
    boolean unknownFormat = failure.errno() == Errno.ENOEXEC;
    return Interpreter.of(directory, program)
        // A binary of another machine names an interpreter too, but that is not what is wrong.
        .filter(interpreter -> interpreter.ofScript() || !unknownFormat)
        .map(interpreter -> ofInterpreter(interpreter.path(), program, failure))
        .orElseGet(() -> unknownFormat ? ofFormat(program) : byKernel(program, failure));
  }

  private static JobsException ofInterpreter(
      String interpreter, String program, ErrnoException failure) {
    return new NotStarted(
        Reason.INTERPRETER_NOT_USABLE,
        interpreter,
        "program "
            + OneLine.quoted(program)
            + " needs the interpreter "
            + OneLine.quoted(interpreter)
            + ", which is not usable: "
            + failure.description()
            + (interpreter.endsWith("\r")
                ? "; its name ends with a carriage return: the file has Windows line ends"
                : ""));
  }

  private static JobsException ofFormat(String program) {
    return new NotStarted(
        Reason.PROGRAM_FORMAT_UNKNOWN,
        program,
        "program "
            + OneLine.quoted(program)
            + " is neither a binary for this machine nor a script that begins with #!");
  }

  private static JobsException byKernel(String program, ErrnoException failure) {
    if (failure.errno() == Errno.ETXTBSY) {
      return new NotStarted(
          Reason.REFUSED_BY_KERNEL,
          program,
          "program " + OneLine.quoted(program) + " is still open for writing somewhere");
    }
    return new NotStarted(
        Reason.REFUSED_BY_KERNEL,
        program,
        "program " + OneLine.quoted(program) + " was refused: " + failure.description());
  }
}
