package io.processmanager.ports.inbound;

import io.processmanager.domain.log.GapCause;
import io.processmanager.domain.log.OutputItem;
import java.io.IOException;

/** A stream of bytes met bytes that are not there. The next read goes on behind them. */
public final class OutputGapException extends IOException {

  private static final long serialVersionUID = 1L;

  /** The gap's begin: the gap itself does not travel with an exception that is serialized. */
  private final long from;

  /** The gap's end. */
  private final long to;

  /** Why there is a gap. */
  private final GapCause cause;

  /**
   * Says which bytes are missing, and why.
   *
   * @param gap the range that is missing
   */
  public OutputGapException(OutputItem.Gap gap) {
    super(
        gap.lengthBytes()
            + " bytes of the output, from offset "
            + gap.from()
            + " to "
            + gap.to()
            + switch (gap.cause()) {
              case DROPPED -> ", are no longer kept";
              case LOST -> ", were lost: the storage was full or failed";
            });
    this.from = gap.from();
    this.to = gap.to();
    this.cause = gap.cause();
  }

  /** {@return the range that is missing} */
  public OutputItem.Gap gap() {
    return new OutputItem.Gap(from, to, cause);
  }
}
