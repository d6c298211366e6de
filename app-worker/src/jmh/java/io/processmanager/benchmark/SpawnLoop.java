package io.processmanager.benchmark;

/** One way to run a short program over and over. */
interface SpawnLoop extends AutoCloseable {

  /** The program that is run; it prints nothing and ends at once. */
  String PROGRAM = "/bin/true";

  /**
   * Runs the program {@code count} times, {@code inFlight} at once, and returns when the last one
   * has ended and its output has been read.
   *
   * @throws IllegalStateException one did not exit with 0
   */
  void run(int count, int inFlight) throws Exception;

  @Override
  void close();

  /** Refuses an exit that is not 0: a loop that only fails is fast. */
  static void requireSuccess(int status) {
    if (status != 0) {
      throw new IllegalStateException(PROGRAM + " exited with " + status);
    }
  }
}
