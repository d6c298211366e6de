package io.processmanager.adapters.grpc.client;

import io.grpc.MethodDescriptor;
import io.processmanager.adapters.grpc.wire.WatchMapping;
import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.WatchPosition;
import io.processmanager.ports.inbound.WatchQuery;
import io.processmanager.proto.v1.JobServiceGrpc;
import io.processmanager.proto.v1.WatchJobsRequest;
import io.processmanager.proto.v1.WatchJobsResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a watch has come. */
final class WatchProgress implements Progress<WatchJobsRequest, WatchJobsResponse, JobEvent> {

  private final WatchQuery query;
  private @Nullable WatchPosition last;
  private boolean begun;
  private boolean caughtUp;

  WatchProgress(WatchQuery query) {
    this.query = query;
  }

  @Override
  public MethodDescriptor<WatchJobsRequest, WatchJobsResponse> method() {
    return JobServiceGrpc.getWatchJobsMethod();
  }

  /** From the start as long as nothing was told: then nothing depends on where that was. */
  @Override
  public WatchJobsRequest rest() {
    WatchPosition position = last;
    return WatchMapping.toWire(
        position == null ? query : query.withStart(new WatchQuery.Start.After(position)));
  }

  @Override
  public boolean hasBegun() {
    return begun;
  }

  @Override
  public boolean mayGoOn() {
    return begun;
  }

  /**
   * One that was told nothing yet would begin anew, which is later if it began with the present.
   */
  @Override
  public boolean mayRest() {
    return last != null;
  }

  @Override
  public boolean isDone() {
    return false;
  }

  @Override
  public void begin(WatchJobsResponse message) {
    WatchMapping.requireBegin(message);
    begun = true;
  }

  /** A new connection says again when it has caught up; that is news only behind a loss. */
  @Override
  public @Nullable JobEvent advance(WatchJobsResponse message) {
    JobEvent event = WatchMapping.toDomain(message);
    last = event.position();
    if (event instanceof JobEvent.Missed) {
      caughtUp = false;
    } else if (event instanceof JobEvent.CaughtUp) {
      boolean again = caughtUp;
      caughtUp = true;
      return again ? null : event;
    }
    return event;
  }

  @Override
  public String standing() {
    return "another watch goes on behind its last event";
  }

  @Override
  public JobsException answered(JobsException refusal, Instant since) {
    return refusal;
  }

  @Override
  public void tellLost(ReconnectListener listener, JobsException cause, Duration untilNextTry) {
    listener.onWatchLost(cause, untilNextTry);
  }

  @Override
  public void tellResumed(ReconnectListener listener) {
    listener.onWatchResumed();
  }
}
