package io.processmanager.adapters.grpc.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.domain.log.OutputLog;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.proto.v1.OutputBegin;
import io.processmanager.proto.v1.OutputCaptureTime;
import io.processmanager.proto.v1.OutputChunk;
import io.processmanager.proto.v1.OutputEnd;
import io.processmanager.proto.v1.OutputExtent;
import io.processmanager.proto.v1.OutputGap;
import io.processmanager.proto.v1.OutputGapCause;
import io.processmanager.proto.v1.ReadOutputRequest;
import io.processmanager.proto.v1.ReadOutputResponse;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A job's output on the wire. */
public final class OutputMapping {

  /** The most bytes of output in one message. */
  public static final int LARGEST_CHUNK_BYTES = 64 << 10;

  private OutputMapping() {}

  /** The request for what {@code query} names of the output of {@code job}. */
  public static ReadOutputRequest toWire(JobId job, OutputQuery query) {
    ReadOutputRequest.Builder message =
        ReadOutputRequest.newBuilder()
            .setJobId(job.toString())
            .setFollow(query.follow())
            .setCaptureTimes(query.captureTimes())
            .setLimitBytes(query.limitBytes() == Long.MAX_VALUE ? 0 : query.limitBytes());
    if (query.start() instanceof OutputQuery.Start.AtOffset at) {
      message.setOffset(at.offset());
    } else if (query.start() instanceof OutputQuery.Start.TailBytes tail) {
      message.setTailBytes(tail.bytes());
    } else if (query.start() instanceof OutputQuery.Start.TailLines tail) {
      message.setTailLines(tail.lines());
    } else if (query.start() instanceof OutputQuery.Start.Since since) {
      message.setSince(Times.toWire(since.time()));
    } else {
      throw new AssertionError("a start without a field: " + query.start());
    }
    return message.build();
  }

  /**
   * The query of {@code message}.
   *
   * @throws io.processmanager.ports.inbound.JobsException.InvalidRequest a field is out of range
   */
  public static OutputQuery toDomain(ReadOutputRequest message) {
    OutputQuery.Start start =
        switch (message.getStartCase()) {
          case OFFSET ->
              new OutputQuery.Start.AtOffset(Fields.unsigned("offset", message.getOffset()));
          case TAIL_BYTES ->
              new OutputQuery.Start.TailBytes(
                  Fields.unsigned("tail_bytes", message.getTailBytes()));
          case TAIL_LINES ->
              new OutputQuery.Start.TailLines(
                  Fields.unsigned("tail_lines", message.getTailLines()));
          case SINCE ->
              Fields.parsed(
                  "since", () -> new OutputQuery.Start.Since(Times.toDomain(message.getSince())));
          case START_NOT_SET -> new OutputQuery.Start.AtOffset(0);
        };
    long limit = Fields.unsigned("limit_bytes", message.getLimitBytes());
    return new OutputQuery(
        start, message.getFollow(), limit == 0 ? Long.MAX_VALUE : limit, message.getCaptureTimes());
  }

  /**
   * Hands the messages for {@code item} to {@code messages}: one, or more if it is a chunk of more
   * than {@link #LARGEST_CHUNK_BYTES}. The bytes are not copied.
   */
  public static void toWire(OutputItem item, Consumer<ReadOutputResponse> messages) {
    if (item instanceof OutputItem.Chunk chunk) {
      split(chunk, messages);
    } else if (item instanceof OutputItem.Gap gap) {
      messages.accept(
          ReadOutputResponse.newBuilder()
              .setGap(
                  OutputGap.newBuilder()
                      .setFromOffset(gap.from())
                      .setToOffset(gap.to())
                      .setCause(toWire(gap.cause())))
              .build());
    } else if (item instanceof OutputItem.CaptureTime time) {
      messages.accept(
          ReadOutputResponse.newBuilder()
              .setCaptureTime(
                  OutputCaptureTime.newBuilder()
                      .setOffset(time.offset())
                      .setCapturedAt(Times.toWire(time.at())))
              .build());
    } else if (item instanceof OutputItem.End end) {
      messages.accept(
          ReadOutputResponse.newBuilder()
              .setEnd(
                  OutputEnd.newBuilder()
                      .setOffset(end.offset())
                      .setCompletion(toWire(end.completion()))
                      .setJob(StateMapping.toWire(end.job())))
              .build());
    } else {
      throw new AssertionError("an item without a message: " + item);
    }
  }

  private static void split(OutputItem.Chunk chunk, Consumer<ReadOutputResponse> messages) {
    ByteBuffer data = chunk.data();
    int length = data.remaining();
    for (int from = 0; from < length; from += LARGEST_CHUNK_BYTES) {
      // A chunk's bytes never change, which is what wrapping them asks for.
      ByteString part =
          UnsafeByteOperations.unsafeWrap(
              data.slice(from, Math.min(LARGEST_CHUNK_BYTES, length - from)));
      messages.accept(
          ReadOutputResponse.newBuilder()
              .setChunk(OutputChunk.newBuilder().setOffset(chunk.offset() + from).setData(part))
              .build());
    }
  }

  /** The message that says where a stream begins. */
  public static ReadOutputResponse begin(long offset) {
    return ReadOutputResponse.newBuilder()
        .setBegin(OutputBegin.newBuilder().setOffset(offset))
        .build();
  }

  /**
   * The offset at which a stream begins whose first message is {@code message}.
   *
   * @throws IllegalArgumentException it does not say
   */
  public static long begin(ReadOutputResponse message) {
    if (message.getItemCase() != ReadOutputResponse.ItemCase.BEGIN
        || message.getBegin().getOffset() < 0) {
      throw new IllegalArgumentException("an output that does not say where it begins");
    }
    return message.getBegin().getOffset();
  }

  /**
   * The item of {@code message}.
   *
   * @throws IllegalArgumentException no item can be made of it
   */
  public static OutputItem toDomain(ReadOutputResponse message) {
    return switch (message.getItemCase()) {
      case CHUNK ->
          new OutputItem.Chunk(
              message.getChunk().getOffset(), message.getChunk().getData().asReadOnlyByteBuffer());
      case GAP ->
          new OutputItem.Gap(
              message.getGap().getFromOffset(),
              message.getGap().getToOffset(),
              toDomain(message.getGap().getCause()));
      case END ->
          new OutputItem.End(
              message.getEnd().getOffset(),
              toDomain(message.getEnd().getCompletion()),
              StateMapping.toDomain(message.getEnd().getJob()));
      case CAPTURE_TIME ->
          new OutputItem.CaptureTime(
              message.getCaptureTime().getOffset(),
              Times.toDomain(message.getCaptureTime().getCapturedAt()));
      case BEGIN -> throw new IllegalArgumentException("an output that begins twice");
      case ITEM_NOT_SET -> throw new IllegalArgumentException("an output item without content");
    };
  }

  static OutputExtent toWire(OutputLog output) {
    return OutputExtent.newBuilder()
        .setFirstOffset(output.firstOffset())
        .setEndOffset(output.endOffset())
        .setLostBytes(output.lostBytes())
        .setCompletion(toWire(output.completion()))
        .build();
  }

  static OutputLog toDomain(OutputExtent message) {
    return new OutputLog(
        message.getFirstOffset(),
        message.getEndOffset(),
        message.getLostBytes(),
        toDomain(message.getCompletion()));
  }

  private static OutputGapCause toWire(GapCause cause) {
    return switch (cause) {
      case DROPPED -> OutputGapCause.OUTPUT_GAP_CAUSE_DROPPED;
      case LOST -> OutputGapCause.OUTPUT_GAP_CAUSE_LOST;
    };
  }

  /** A cause that is not known here is still a gap: what matters is that it is told. */
  private static GapCause toDomain(OutputGapCause cause) {
    return cause == OutputGapCause.OUTPUT_GAP_CAUSE_LOST ? GapCause.LOST : GapCause.DROPPED;
  }

  private static io.processmanager.proto.v1.OutputCompletion toWire(OutputCompletion completion) {
    return switch (completion) {
      case OPEN -> io.processmanager.proto.v1.OutputCompletion.OUTPUT_COMPLETION_UNSPECIFIED;
      case COMPLETE -> io.processmanager.proto.v1.OutputCompletion.OUTPUT_COMPLETION_COMPLETE;
      case CUT_OFF -> io.processmanager.proto.v1.OutputCompletion.OUTPUT_COMPLETION_CUT_OFF;
    };
  }

  private static OutputCompletion toDomain(io.processmanager.proto.v1.OutputCompletion completion) {
    return switch (completion) {
      case OUTPUT_COMPLETION_UNSPECIFIED -> OutputCompletion.OPEN;
      case OUTPUT_COMPLETION_COMPLETE -> OutputCompletion.COMPLETE;
      case OUTPUT_COMPLETION_CUT_OFF -> OutputCompletion.CUT_OFF;
      case UNRECOGNIZED ->
          throw new IllegalArgumentException("an output that ended in an unknown way");
    };
  }
}
