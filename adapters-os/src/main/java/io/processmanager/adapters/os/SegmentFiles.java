package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import java.nio.ByteBuffer;

/**
 * The files of one spool, by name, and what is done with those that are open, by descriptor.
 *
 * <p><b>Threading.</b> Any thread.
 */
interface SegmentFiles {

  /** Makes a file and opens it; there must be none of that name. */
  int create(String name) throws ErrnoException;

  /** Opens a file. */
  int open(String name) throws ErrnoException;

  /** Takes a file's name away; who has it open keeps it. */
  void remove(String name) throws ErrnoException;

  /** Closes a file. */
  void close(int descriptor);

  /**
   * Writes what remains of a direct buffer, or the beginning of it, and moves its position on.
   *
   * @return how many bytes, one at least
   */
  int write(int descriptor, ByteBuffer direct, long position) throws ErrnoException;

  /**
   * Reads into what remains of a direct buffer, and moves its position on.
   *
   * @return how many bytes; 0 at the end of the file
   */
  int read(int descriptor, ByteBuffer direct, long position) throws ErrnoException;

  /** How many bytes a file has. */
  long lengthBytes(int descriptor) throws ErrnoException;

  /** Makes the directory of the files again if it is gone and can be made. */
  void renew();

  /** Where they lie, for people. */
  String place();
}
