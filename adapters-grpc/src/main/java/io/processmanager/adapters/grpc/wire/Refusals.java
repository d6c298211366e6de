package io.processmanager.adapters.grpc.wire;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.processmanager.ports.inbound.JobsException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refusals on the wire: a status with a {@code google.rpc.ErrorInfo} that holds the facts of the
 * {@link JobsException} in its metadata.
 */
public final class Refusals {

  /** The domain of every {@code ErrorInfo}. */
  public static final String DOMAIN = "processmanager.io";

  /**
   * The most bytes of one text. The message travels twice, once percent-encoded; with this bound a
   * refusal fits into the 8 KiB of metadata that a gRPC client takes unless it is told otherwise.
   */
  private static final int LONGEST_TEXT_BYTES = 1000;

  private static final String CUT = "...";

  private Refusals() {}

  /** The status for {@code refusal}. */
  public static StatusRuntimeException toWire(JobsException refusal) {
    Refusal kind = Refusal.of(refusal);
    return toWire(
        kind.code(), kind.name(), String.valueOf(refusal.getMessage()), kind.facts(refusal));
  }

  /**
   * A status that is none of the domain's refusals.
   *
   * @param reason in upper case with underscores, part of the wire contract
   */
  public static StatusRuntimeException toWire(
      Status.Code code, String reason, String message, Map<String, String> metadata) {
    ErrorInfo.Builder info = ErrorInfo.newBuilder().setDomain(DOMAIN).setReason(reason);
    metadata.forEach((name, value) -> info.putMetadata(name, cut(value)));
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage(cut(message))
            .addDetails(Any.pack(info.build()))
            .build());
  }

  /** The text in one line, and no longer than what every client takes. */
  private static String cut(String text) {
    StringBuilder kept = new StringBuilder();
    int bytes = 0;
    for (int codePoint : text.codePoints().toArray()) {
      String shown = Character.isISOControl(codePoint) ? "?" : Character.toString(codePoint);
      bytes += shown.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > LONGEST_TEXT_BYTES) {
        return kept.append(CUT).toString();
      }
      kept.append(shown);
    }
    return kept.toString();
  }

  /**
   * The refusal that a worker has sent.
   *
   * @return empty if {@code failure} does not come from a worker, or from one that knows refusals
   *     which are unknown here
   */
  public static Optional<JobsException> toDomain(StatusRuntimeException failure) {
    ErrorInfo info = errorInfo(failure);
    if (info == null) {
      return Optional.empty();
    }
    String message = Optional.ofNullable(failure.getStatus().getDescription()).orElse("");
    if (failure.getStatus().getCode() == Status.Code.UNAUTHENTICATED) {
      return Optional.of(new JobsException.Unauthenticated(message));
    }
    try {
      return Refusal.named(info.getReason())
          .filter(kind -> kind.code() == failure.getStatus().getCode())
          .map(kind -> kind.exception(message, info.getMetadataMap()));
    } catch (IllegalArgumentException broken) {
      return Optional.of(
          new JobsException.Failed(
              "the worker sent a refusal that cannot be read: " + message, broken));
    }
  }

  /** Whether a worker has sent {@code failure}, be its reason known here or not. */
  public static boolean isAnswer(StatusRuntimeException failure) {
    return errorInfo(failure) != null;
  }

  private static @Nullable ErrorInfo errorInfo(StatusRuntimeException failure) {
    com.google.rpc.Status status = StatusProto.fromThrowable(failure);
    if (status == null) {
      return null;
    }
    try {
      for (Any detail : status.getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          ErrorInfo info = detail.unpack(ErrorInfo.class);
          return info.getDomain().equals(DOMAIN) ? info : null;
        }
      }
    } catch (InvalidProtocolBufferException notOurs) {
      return null;
    }
    return null;
  }
}
