package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.OutputStorage;
import java.util.function.Supplier;

/** What a storage says of a job's output, which somebody else may have it forget meanwhile. */
final class StorageAnswer {

  private StorageAnswer() {}

  /**
   * The answer to a question.
   *
   * @throws JobsException.NotFound the output has been forgotten
   * @throws IllegalArgumentException it has not, and the storage refuses all the same
   */
  static <T> T of(OutputStorage storage, JobId job, Supplier<T> question) {
    try {
      return question.get();
    } catch (IllegalArgumentException refusal) {
      if (hasForgotten(storage, job)) {
        throw new JobsException.NotFound(job);
      }
      throw refusal;
    }
  }

  private static boolean hasForgotten(OutputStorage storage, JobId job) {
    try {
      storage.log(job);
      return false;
    } catch (IllegalArgumentException unknown) {
      return true;
    }
  }
}
