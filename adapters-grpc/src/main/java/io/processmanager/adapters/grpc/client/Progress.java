package io.processmanager.adapters.grpc.client;

import io.grpc.MethodDescriptor;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber reads, and how far it has come, over all its connections.
 *
 * <p><b>Threading.</b> None of its own: whoever has it guards it.
 *
 * @param <Q> the request
 * @param <M> the messages of the answer
 * @param <T> what the subscriber is given
 */
interface Progress<Q, M, T> {

  /** The call that reads it. */
  MethodDescriptor<Q, M> method();

  /** The request for what is still to be read. */
  Q rest();

  /** Whether it is known where the reading began. */
  boolean hasBegun();

  /** Whether another connection may go on with what has begun. What has not may begin anew. */
  boolean mayGoOn();

  /** Whether nothing is missed by having no call until something is wanted. */
  boolean mayRest();

  /** Whether there is nothing left to read. */
  boolean isDone();

  /**
   * A connection's first message.
   *
   * @throws IllegalArgumentException it is none to go on with
   */
  void begin(M message);

  /**
   * Takes any later message.
   *
   * @return null if it is no news: some things are told again by a new connection
   * @throws IllegalArgumentException no item can be made of it, or none that follows the last one
   */
  @Nullable T advance(M message);

  /** Where somebody else would go on, for a person. */
  String standing();

  /**
   * What a worker's answer means that is given to one who has been away.
   *
   * @param since from when on there was no connection, or none was wanted
   */
  JobsException answered(JobsException refusal, Instant since);

  /** Tells of a lost connection, to what has begun. */
  void tellLost(ReconnectListener listener, JobsException cause, Duration untilNextTry);

  /** Tells of the next one. */
  void tellResumed(ReconnectListener listener);
}
