package io.processmanager.consumer;

import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.usecase.LocalJobs;

/** A program that wants jobs in its own JVM, on whatever Java it is started with. */
final class OpenLocalJobs {

  private OpenLocalJobs() {}

  /**
   * Prints the refusal.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    try (LocalJobs local = LocalJobs.open()) {
      System.out.println("open, and nothing has run: " + local.jobs().list(JobQuery.own()).jobs());
    } catch (UnsupportedOperationException refusal) {
      System.out.println("refused: " + refusal.getMessage());
    }
  }
}
