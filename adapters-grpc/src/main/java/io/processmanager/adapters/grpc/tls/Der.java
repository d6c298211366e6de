package io.processmanager.adapters.grpc.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * As much of DER as it takes to put a traditional private key into a PKCS#8 envelope, and to see
 * the public half in it; X.690.
 *
 * <p>A reader walks over the elements of one level. Whatever is not well-formed is an {@link
 * IllegalArgumentException}.
 */
final class Der {

  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;
  static final int CONTEXT_0 = 0xA0;
  static final int CONTEXT_1 = 0xA1;

  private static final int LONG_FORM = 0x80;
  private static final int LONGEST_LENGTH_BYTES = 3;

  private final byte[] bytes;
  private int position;

  Der(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean hasMore() {
    return position < bytes.length;
  }

  int peekTag() {
    return at(position);
  }

  /** The content of the next element, which must have this tag. */
  byte[] content(int tag) {
    int found = at(position++);
    if (found != tag) {
      throw new IllegalArgumentException("element " + found + " where " + tag + " belongs");
    }
    int length = length();
    if (length > bytes.length - position) {
      throw new IllegalArgumentException("element is cut off");
    }
    byte[] content = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return content;
  }

  private int length() {
    int first = at(position++);
    if (first < LONG_FORM) {
      return first;
    }
    int count = first - LONG_FORM;
    if (count == 0 || count > LONGEST_LENGTH_BYTES) {
      throw new IllegalArgumentException("length of " + count + " bytes");
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = (length << Byte.SIZE) | at(position++);
    }
    return length;
  }

  private int at(int index) {
    if (index >= bytes.length) {
      throw new IllegalArgumentException("element is cut off");
    }
    return Byte.toUnsignedInt(bytes[index]);
  }

  /** An element with this tag around the joined contents. */
  static byte[] element(int tag, byte[]... contents) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : contents) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    writeLength(element, content.size());
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream out, int length) {
    if (length < LONG_FORM) {
      out.write(length);
      return;
    }
    int count = Integer.BYTES - Integer.numberOfLeadingZeros(length) / Byte.SIZE;
    out.write(LONG_FORM | count);
    for (int i = count - 1; i >= 0; i--) {
      out.write(length >> (i * Byte.SIZE));
    }
  }
}
