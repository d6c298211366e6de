package io.processmanager.benchmark;

import io.processmanager.worker.WorkerProcess;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the kernel tells of one process; proc(5). */
final class ProcFiles {

  private static final long TICKS_PER_SECOND = 100;
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final int CHILDREN_USER_TICKS = 13;
  private static final int CHILDREN_SYSTEM_TICKS = 14;

  private final Path directory;

  private ProcFiles(Path directory) {
    this.directory = directory;
  }

  /** Of its JVM. */
  static ProcFiles of(WorkerProcess worker) {
    return of(worker.pid());
  }

  static ProcFiles of(long pid) {
    return new ProcFiles(Path.of("/proc", Long.toString(pid)));
  }

  /** Open descriptors. */
  long descriptors() throws IOException {
    return entries("fd");
  }

  long threads() throws IOException {
    return entries("task");
  }

  private long entries(String name) throws IOException {
    try (Stream<Path> entries = Files.list(directory.resolve(name))) {
      return entries.count();
    }
  }

  /** Resident memory. */
  long residentKib() throws IOException {
    return field("status", "VmRSS:");
  }

  /** The soft limit of open descriptors. */
  long descriptorLimit() throws IOException {
    return field("limits", "Max open files");
  }

  private long field(String file, String label) throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve(file))) {
      String line = lines.filter(found -> found.startsWith(label)).findFirst().orElseThrow();
      return Long.parseLong(line.substring(label.length()).strip().split("\\s+", -1)[0]);
    }
  }

  /** CPU time used so far, in steps of a hundredth of a second. */
  double cpuSeconds() throws IOException {
    return seconds(USER_TICKS, SYSTEM_TICKS);
  }

  /** The same with that of its children that have ended and were waited for. */
  double cpuSecondsWithChildren() throws IOException {
    return seconds(USER_TICKS, SYSTEM_TICKS, CHILDREN_USER_TICKS, CHILDREN_SYSTEM_TICKS);
  }

  private double seconds(int... indices) throws IOException {
    String[] fields = stat();
    long ticks = 0;
    for (int index : indices) {
      ticks += Long.parseLong(fields[index]);
    }
    return (double) ticks / TICKS_PER_SECOND;
  }

  /** Children that have ended and were not waited for. */
  long zombies() throws IOException {
    String parent = directory.getFileName().toString();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> Character.isDigit(process.getFileName().toString().charAt(0)))
          .filter(process -> new ProcFiles(process).isZombieOf(parent))
          .count();
    }
  }

  private boolean isZombieOf(String parent) {
    try {
      String[] fields = stat();
      return fields[STATE].equals("Z") && fields[PARENT].equals(parent);
    } catch (IOException goneMeanwhile) {
      return false;
    }
  }

  /** The fields behind the program's name. */
  private String[] stat() throws IOException {
    String line = Files.readString(directory.resolve("stat"));
    return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
  }

  /** The whole number in a file, or {@code otherwise} if there is no such file or no number. */
  static long number(Path file, long otherwise) throws IOException {
    // Read at one stroke: of a file under /proc/sys a second read tells the end.
    try (InputStream in = new FileInputStream(file.toFile())) {
      return Long.parseLong(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
    } catch (FileNotFoundException | NumberFormatException unlimited) {
      return otherwise;
    }
  }

  /** Memory that can be had without swapping. */
  static long availableKib() throws IOException {
    return new ProcFiles(Path.of("/proc")).field("meminfo", "MemAvailable:");
  }
}
