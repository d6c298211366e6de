package io.processmanager.adapters.grpc.client;

import io.grpc.MethodDescriptor;
import io.processmanager.adapters.grpc.wire.OutputMapping;
import io.processmanager.adapters.grpc.wire.OutputMethod;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.proto.v1.ReadOutputRequest;
import io.processmanager.proto.v1.ReadOutputResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a reader of a job's output has come. */
final class OutputProgress implements Progress<ReadOutputRequest, ReadOutputResponse, OutputItem> {

  private static final long NOT_BEGUN = -1;

  private final JobId job;
  private final OutputQuery query;
  private long offset = NOT_BEGUN;
  private long bytesLeft;
  private @Nullable Instant toldTime;
  private boolean ended;

  OutputProgress(JobId job, OutputQuery query) {
    this.job = job;
    this.query = query;
    this.bytesLeft = query.limitBytes();
  }

  @Override
  public MethodDescriptor<ReadOutputRequest, ReadOutputResponse> method() {
    return OutputMethod.descriptor();
  }

  @Override
  public ReadOutputRequest rest() {
    return OutputMapping.toWire(job, unread());
  }

  private OutputQuery unread() {
    return hasBegun()
        ? query.withStart(new OutputQuery.Start.AtOffset(offset)).withLimit(bytesLeft)
        : query;
  }

  /** Tails and times mean another place later. */
  @Override
  public boolean hasBegun() {
    return offset != NOT_BEGUN;
  }

  /**
   * A reader that does not follow is given what there was when it came, which a later connection
   * cannot tell from what has come since.
   */
  @Override
  public boolean mayGoOn() {
    return query.follow() && !isDone();
  }

  @Override
  public boolean mayRest() {
    return hasBegun() && mayGoOn();
  }

  @Override
  public boolean isDone() {
    return ended || bytesLeft <= 0;
  }

  @Override
  public void begin(ReadOutputResponse message) {
    long at = OutputMapping.begin(message);
    if (hasBegun() && at != offset) {
      throw new IllegalArgumentException(
          "an output that goes on at offset " + at + " where " + offset + " was asked for");
    }
    offset = at;
  }

  /** A new connection tells again when what it sends was captured. */
  @Override
  public @Nullable OutputItem advance(ReadOutputResponse message) {
    OutputItem item = OutputMapping.toDomain(message);
    return isNews(item) ? item : null;
  }

  private boolean isNews(OutputItem item) {
    if (begin(item) != offset) {
      throw new IllegalArgumentException(
          "an output that goes on at offset " + begin(item) + " behind offset " + offset);
    }
    if (item instanceof OutputItem.CaptureTime time) {
      boolean change = !time.at().equals(toldTime);
      toldTime = time.at();
      return change;
    }
    if (item instanceof OutputItem.Chunk chunk) {
      long length = chunk.nextOffset() - chunk.offset();
      if (length > bytesLeft) {
        throw new IllegalArgumentException(
            length + " bytes of output where " + bytesLeft + " were asked for");
      }
      bytesLeft -= length;
    }
    ended = item instanceof OutputItem.End;
    offset = item.nextOffset();
    return true;
  }

  private static long begin(OutputItem item) {
    if (item instanceof OutputItem.Chunk chunk) {
      return chunk.offset();
    }
    return item instanceof OutputItem.Gap gap ? gap.from() : item.nextOffset();
  }

  @Override
  public String standing() {
    String output = "the output of job " + job;
    return hasBegun() ? output + " goes on at offset " + offset : output + " has not begun";
  }

  @Override
  public JobsException answered(JobsException refusal, Instant since) {
    if (!hasBegun() || !(refusal instanceof JobsException.NotFound)) {
      return refusal;
    }
    return new JobsException.NotFound(
        job,
        "job "
            + job
            + " is not known there any more: nothing was read since "
            + since
            + ", at offset "
            + offset
            + " of its output, and meanwhile the worker was started anew or has forgotten the job");
  }

  @Override
  public void tellLost(ReconnectListener listener, JobsException cause, Duration untilNextTry) {
    listener.onConnectionLost(job, offset, cause, untilNextTry);
  }

  @Override
  public void tellResumed(ReconnectListener listener) {
    listener.onResumed(job, offset);
  }
}
