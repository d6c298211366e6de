package io.processmanager.adapters.grpc.wire;

import io.processmanager.ports.inbound.JobEvent;
import io.processmanager.ports.inbound.WatchPosition;
import io.processmanager.ports.inbound.WatchQuery;
import io.processmanager.proto.v1.WatchBegin;
import io.processmanager.proto.v1.WatchCaughtUp;
import io.processmanager.proto.v1.WatchJobsRequest;
import io.processmanager.proto.v1.WatchJobsResponse;
import io.processmanager.proto.v1.WatchMissed;

/** The changes of jobs on the wire. */
public final class WatchMapping {

  private WatchMapping() {}

  /** The request for what {@code query} selects. */
  public static WatchJobsRequest toWire(WatchQuery query) {
    WatchJobsRequest.Builder message =
        WatchJobsRequest.newBuilder().setScope(RequestMapping.toWire(query.scope()));
    if (query.start() instanceof WatchQuery.Start.After after) {
      message.setPosition(after.position().token());
    } else if (query.start() instanceof WatchQuery.Start.Now) {
      message.setNow(true);
    }
    return message.build();
  }

  /**
   * The query of {@code message}.
   *
   * @throws io.processmanager.ports.inbound.JobsException.InvalidRequest a field is out of range
   */
  public static WatchQuery toDomain(WatchJobsRequest message) {
    WatchQuery.Start start =
        switch (message.getStartCase()) {
          case POSITION ->
              Fields.parsed(
                  "position",
                  () -> new WatchQuery.Start.After(new WatchPosition(message.getPosition())));
          case NOW ->
              message.getNow() ? new WatchQuery.Start.Now() : new WatchQuery.Start.Beginning();
          case START_NOT_SET -> new WatchQuery.Start.Beginning();
        };
    return new WatchQuery(RequestMapping.scope(message.getScope(), message.getScopeValue()), start);
  }

  /** The message that says that a watch stands. */
  public static WatchJobsResponse begin() {
    return WatchJobsResponse.newBuilder().setBegin(WatchBegin.getDefaultInstance()).build();
  }

  /**
   * Checks that a stream begins with {@code message}.
   *
   * @throws IllegalArgumentException it is another one
   */
  public static void requireBegin(WatchJobsResponse message) {
    if (message.getEventCase() != WatchJobsResponse.EventCase.BEGIN) {
      throw new IllegalArgumentException("a watch that does not begin");
    }
  }

  /** The message for {@code event}. */
  public static WatchJobsResponse toWire(JobEvent event) {
    WatchJobsResponse.Builder message =
        WatchJobsResponse.newBuilder().setPosition(event.position().token());
    if (event instanceof JobEvent.Changed changed) {
      message.setChanged(JobMapping.toWire(changed.job()));
    } else if (event instanceof JobEvent.CaughtUp) {
      message.setCaughtUp(WatchCaughtUp.getDefaultInstance());
    } else if (event instanceof JobEvent.Missed) {
      message.setMissed(WatchMissed.getDefaultInstance());
    } else {
      throw new AssertionError("an event without a message: " + event);
    }
    return message.build();
  }

  /**
   * The event of {@code message}.
   *
   * @throws IllegalArgumentException no event can be made of it
   */
  public static JobEvent toDomain(WatchJobsResponse message) {
    WatchPosition position = new WatchPosition(message.getPosition());
    return switch (message.getEventCase()) {
      case CHANGED -> new JobEvent.Changed(position, JobMapping.toDomain(message.getChanged()));
      case CAUGHT_UP -> new JobEvent.CaughtUp(position);
      case MISSED -> new JobEvent.Missed(position);
      case BEGIN -> throw new IllegalArgumentException("a watch that begins twice");
      case EVENT_NOT_SET -> throw new IllegalArgumentException("a watch's event without content");
    };
  }
}
