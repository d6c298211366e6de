package io.processmanager.worker;

import io.processmanager.adapters.os.OutputPlace;
import io.processmanager.ports.outbound.OutputLimits;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads where output is kept, and how much of it. */
final class OutputPlaceReader {

  private static final String PROGRAM = "process-manager";

  private final GivenValues given;
  private final Surroundings surroundings;

  OutputPlaceReader(GivenValues given, Surroundings surroundings) {
    this.given = given;
    this.surroundings = surroundings;
  }

  /** Where the output is kept; null if something is wrong with what was given. */
  @Nullable OutputPlace read() {
    Boolean onDisk = given.value("output-store", "disk", OutputPlaceReader::isDisk);
    if (onDisk == null) {
      return null;
    }
    if (!onDisk) {
      OutputLimits limits = limits(surroundings.memoryLimits());
      return limits == null || !fitTheHeap(limits) ? null : OutputPlace.memory(limits);
    }
    Path directory = stateDirectory();
    // Even without a directory, as all that is wrong is told at once.
    OutputLimits limits =
        limits(
            directory == null
                ? surroundings.memoryLimits()
                : surroundings.spoolLimits().apply(directory));
    return directory == null || limits == null
        ? null
        : given.told(() -> OutputPlace.spool(directory, limits), "--output-per-job: ");
  }

  private static boolean isDisk(String text) {
    return switch (text) {
      case "disk" -> true;
      case "memory" -> false;
      default -> throw new IllegalArgumentException("'" + text + "' is neither disk nor memory");
    };
  }

  /** The option, systemd's StateDirectory=, or where such things lie; systemd.exec(5), hier(7). */
  private @Nullable Path stateDirectory() {
    Optional<String> option = given.text("state-dir");
    if (option.isPresent()) {
      return stateDirectory(option.get());
    }
    Optional<String> ofSystemd = given.variableNamed("STATE_DIRECTORY");
    if (ofSystemd.isPresent()) {
      // More than one are separated by colons.
      return stateDirectory(ofSystemd.get().replaceFirst(":.*", ""));
    }
    if (surroundings.isRoot()) {
      return Path.of("/var/lib", PROGRAM);
    }
    // A relative one is to be ignored; XDG Base Directory Specification.
    Optional<String> state =
        given
            .variableNamed("XDG_STATE_HOME")
            .filter(path -> path.startsWith("/"))
            .or(() -> given.variableNamed("HOME").map(home -> home + "/.local/state"));
    if (state.isEmpty()) {
      given.refuse(
          "--state-dir is missing and there is no HOME; give it, or --output-store=memory");
      return null;
    }
    return given.path("state-dir", state.get() + "/" + PROGRAM);
  }

  private @Nullable Path stateDirectory(String text) {
    // As a path it would be the current directory.
    if (text.isEmpty()) {
      given.refuse("--state-dir is empty; give a directory, or --output-store=memory");
      return null;
    }
    return given.path("state-dir", text);
  }

  private @Nullable OutputLimits limits(OutputLimits defaults) {
    Long total =
        given.value("output-total", Long.toString(defaults.totalBytes()), Quantities::bytes);
    if (total == null) {
      given.value("output-per-job", "1", Quantities::bytes);
      return null;
    }
    long unlessGiven = Math.min(defaults.perJobBytes(), total);
    Long perJob = given.value("output-per-job", Long.toString(unlessGiven), Quantities::bytes);
    if (perJob == null) {
      return null;
    }
    long enough = given.text("output-total").isPresent() ? total : Math.max(perJob, total);
    return given.told(() -> limits(perJob, enough), "--output-per-job: ");
  }

  private static OutputLimits limits(long perJob, long total) {
    if (perJob > total) {
      throw new IllegalArgumentException(
          perJob + " bytes are more than --output-total, " + total + " bytes");
    }
    return new OutputLimits(perJob, total);
  }

  private boolean fitTheHeap(OutputLimits limits) {
    long most = surroundings.heapBytes() / 4 * 3;
    if (limits.totalBytes() <= most) {
      return true;
    }
    given.refuse(
        (given.text("output-total").isPresent() ? "--output-total: " : "--output-per-job: ")
            + limits.totalBytes()
            + " bytes are more than three quarters of the heap, "
            + most
            + " bytes; keep less, keep it on disk, or raise -Xmx in"
            + " PROCESS_MANAGER_WORKER_JAVA_OPTS");
    return false;
  }
}
