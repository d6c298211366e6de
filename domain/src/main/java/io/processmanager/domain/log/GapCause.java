package io.processmanager.domain.log;

/** Why bytes of an output are missing. */
public enum GapCause {
  /** They were kept, and made room for newer ones. */
  DROPPED,
  /**
   * The storage was full or failed when the job printed them, or they were kept and it cannot give
   * them back.
   */
  LOST
}
