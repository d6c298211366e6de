package io.processmanager.ports.usecase;

/** Placeholder replaced in the next commit. */
final class LocalJobs {
  private LocalJobs() {}
}
