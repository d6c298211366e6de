package io.processmanager.ports.inbound;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A job's output as one value: its first bytes, up to a limit.
 *
 * <p><b>Shape.</b> Immutable. Not all of the output may be in it, and it says so: {@link #isWhole}.
 */
public final class CollectedOutput {

  /** How many bytes are collected where no limit is named: 16 MiB. */
  public static final long DEFAULT_LIMIT_BYTES = 16L << 20;

  private final byte[] bytes;
  private final long missingBytes;
  private final boolean truncated;
  private final boolean cutOff;

  private CollectedOutput(byte[] bytes, long missingBytes, boolean truncated, boolean cutOff) {
    this.bytes = bytes;
    this.missingBytes = missingBytes;
    this.truncated = truncated;
    this.cutOff = cutOff;
  }

  /**
   * {@return a value of bytes that the caller had collected, of an output that was not cut off}
   *
   * @param bytes the output's bytes in their order; copied
   * @param missingBytes how many bytes were in the gaps between them; not negative
   * @param truncated whether more came behind them
   */
  public static CollectedOutput of(byte[] bytes, long missingBytes, boolean truncated) {
    return of(bytes, missingBytes, truncated, false);
  }

  /**
   * {@return a value of bytes that the caller had collected}
   *
   * @param bytes the output's bytes in their order; copied
   * @param missingBytes how many bytes were in the gaps between them; not negative
   * @param truncated whether more came behind them
   * @param cutOff whether a descendant could still have printed when the output was ended
   */
  public static CollectedOutput of(
      byte[] bytes, long missingBytes, boolean truncated, boolean cutOff) {
    return owning(bytes.clone(), missingBytes, truncated, cutOff);
  }

  /** The same of bytes that are not copied; nobody may alter them any more. */
  static CollectedOutput owning(
      byte[] bytes, long missingBytes, boolean truncated, boolean cutOff) {
    if (missingBytes < 0) {
      throw new IllegalArgumentException("missingBytes " + missingBytes + " is negative");
    }
    return new CollectedOutput(bytes, missingBytes, truncated, cutOff);
  }

  /** {@return the bytes, as a copy of the caller's own} */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** {@return how many bytes there are} */
  public int sizeBytes() {
    return bytes.length;
  }

  /** {@return the bytes as UTF-8} What is none is replaced by U+FFFD. */
  public String text() {
    return text(StandardCharsets.UTF_8);
  }

  /**
   * {@return the bytes in another encoding} What cannot be read in it is replaced.
   *
   * @param charset the encoding that the job wrote in
   */
  public String text(Charset charset) {
    return new String(bytes, charset);
  }

  /** {@return the lines of {@link #text()}, without their ends} */
  public List<String> lines() {
    return text().lines().toList();
  }

  /**
   * {@return whether this is all that the job and what it forked printed: nothing is missing, and
   * neither was the limit reached nor the output cut off}
   */
  public boolean isWhole() {
    return !truncated && !cutOff && missingBytes == 0;
  }

  /** {@return whether the job printed more than the limit} */
  public boolean isTruncated() {
    return truncated;
  }

  /**
   * {@return whether a descendant still held the output open when it was ended, some time after the
   * job's own end} What that one printed later is not here. Not known, and so false, of an output
   * that {@linkplain #isTruncated() was longer than the limit}.
   *
   * @see io.processmanager.domain.log.OutputCompletion#CUT_OFF
   */
  public boolean isCutOff() {
    return cutOff;
  }

  /** {@return how many bytes before the last one here were no longer, or never, kept} */
  public long missingBytes() {
    return missingBytes;
  }

  /** Two are equal that have the same bytes, and lack the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof CollectedOutput output
        && Arrays.equals(output.bytes, bytes)
        && output.missingBytes == missingBytes
        && output.truncated == truncated
        && output.cutOff == cutOff;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Its size and what is missing of it; the bytes may be secret, or many. */
  @Override
  public String toString() {
    return "CollectedOutput["
        + bytes.length
        + " bytes"
        + (missingBytes == 0 ? "" : ", " + missingBytes + " missing")
        + (truncated ? ", truncated" : "")
        + (cutOff ? ", cut off" : "")
        + "]";
  }
}
