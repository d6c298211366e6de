package io.processmanager.domain.log;

/** Whether and how an output has ended. */
public enum OutputCompletion {
  /** More may come. */
  OPEN,
  /** Every writer closed it: nothing more could come. */
  COMPLETE,
  /**
   * A descendant still held it open after the leader's end, and process-manager stopped listening.
   */
  CUT_OFF
}
