package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.Descriptors;
import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.adapters.os.libc.Paths;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The interpreter that a program names: a script on its {@code #!} line, execve(2); a binary in its
 * PT_INTERP header, elf(5). For messages only: the kernel does the work itself.
 *
 * @param path where it should lie
 * @param ofScript whether it is a script that names it
 */
record Interpreter(String path, boolean ofScript) {

  private static final int HEAD_BYTES = 4096;
  private static final int ELF_MAGIC = 0x464c457f;
  private static final int ELF_CLASS = 4;
  private static final byte ELF_CLASS_64 = 2;
  private static final int ELF_HEADER_BYTES = 64;
  private static final int E_PHOFF = 32;
  private static final int E_PHENTSIZE = 54;
  private static final int E_PHNUM = 56;
  private static final int P_OFFSET = 8;
  private static final int P_FILESZ = 32;
  private static final int PROGRAM_HEADER_BYTES = 56;
  private static final int PT_INTERP = 3;

  /** The interpreter of a program; empty if the file names none or may not be read. */
  static Optional<Interpreter> of(int directory, String program) {
    try {
      ByteBuffer head = head(directory, program);
      return isScript(head) ? ofScript(head) : ofBinary(head);
    } catch (ErrnoException unreadable) {
      return Optional.empty();
    }
  }

  private static ByteBuffer head(int directory, String program) throws ErrnoException {
    int file = Paths.openFile(directory, program);
    try {
      ByteBuffer head = ByteBuffer.allocateDirect(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      while (head.hasRemaining() && Descriptors.read(file, head) > 0) {}
      return head.flip();
    } finally {
      Descriptors.closeQuietly(file);
    }
  }

  private static boolean isScript(ByteBuffer head) {
    return head.limit() > 2 && head.get(0) == '#' && head.get(1) == '!';
  }

  private static Optional<Interpreter> ofScript(ByteBuffer head) {
    String text = StandardCharsets.UTF_8.decode(head.slice(2, head.limit() - 2)).toString();
    String line = text.split("\n", 2)[0];
    // Blanks and tabs alone are white space to the kernel: a carriage return is part of the name.
    String name = line.replaceFirst("^[ \t]+", "").split("[ \t]", 2)[0];
    return name.isEmpty() ? Optional.empty() : Optional.of(new Interpreter(name, true));
  }

  private static Optional<Interpreter> ofBinary(ByteBuffer head) {
    if (head.limit() < ELF_HEADER_BYTES
        || head.getInt(0) != ELF_MAGIC
        || head.get(ELF_CLASS) != ELF_CLASS_64) {
      return Optional.empty();
    }
    long table = head.getLong(E_PHOFF);
    int size = Short.toUnsignedInt(head.getShort(E_PHENTSIZE));
    int count = Short.toUnsignedInt(head.getShort(E_PHNUM));
    for (int i = 0; i < count; i++) {
      long at = table + (long) i * size;
      if (at < 0 || at > head.limit() - PROGRAM_HEADER_BYTES) {
        return Optional.empty();
      }
      if (head.getInt((int) at) == PT_INTERP) {
        return text(head, head.getLong((int) at + P_OFFSET), head.getLong((int) at + P_FILESZ));
      }
    }
    return Optional.empty();
  }

  /** The C string in {@code length} bytes at {@code offset}. */
  private static Optional<Interpreter> text(ByteBuffer head, long offset, long length) {
    if (offset < 0 || length < 2 || length > head.limit() || offset > head.limit() - length) {
      return Optional.empty();
    }
    ByteBuffer name = head.slice((int) offset, (int) length - 1);
    return Optional.of(new Interpreter(StandardCharsets.UTF_8.decode(name).toString(), false));
  }
}
