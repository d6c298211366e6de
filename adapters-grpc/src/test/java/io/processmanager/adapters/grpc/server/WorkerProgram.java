package io.processmanager.adapters.grpc.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A worker that runs as a program of its own, and has said where it listens. */
public final class WorkerProgram implements AutoCloseable {

  private static final String LISTENING = "listening on ";

  /** Ten thousand jobs take a while to stop. */
  private static final long DRAIN_SECONDS = 120;

  private final Process process;
  private final Path log;
  private final String address;

  private WorkerProgram(Process process, Path log, String address) {
    this.process = process;
    this.log = log;
    this.address = address;
  }

  /**
   * Starts it and returns once it listens.
   *
   * @param log where its stderr goes
   * @throws IllegalStateException it does not listen; with what it has said instead
   */
  public static WorkerProgram start(ProcessBuilder command, Path log) throws IOException {
    Process process = command.redirectError(log.toFile()).start();
    String line = Objects.requireNonNullElse(process.inputReader().readLine(), "");
    if (!line.startsWith(LISTENING)) {
      process.destroyForcibly();
      throw new IllegalStateException("no worker, but: " + line + Files.readString(log));
    }
    return new WorkerProgram(process, log, line.substring(LISTENING.length()));
  }

  /** Where it listens. */
  public String address() {
    return address;
  }

  /** That part of its address. */
  public int port() {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** What it has logged so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Of the JVM: the launcher is a script that executes it in its place. */
  public Process process() {
    return process;
  }

  /** Drains it, so that no job of it is left; kills it if that does not end. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, DRAIN_SECONDS, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
