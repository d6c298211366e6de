package io.processmanager.adapters.os.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * Memory of an arena in many small pieces, zeroed: to have it allocate and free each by itself is a
 * good part of what a start takes in Java.
 *
 * <p><b>Threading.</b> One thread.
 */
final class Slab implements SegmentAllocator {

  private static final long CHUNK_BYTES = 16 << 10;
  private static final long CHUNK_ALIGNMENT = 16;

  private final Arena arena;
  private MemorySegment rest = MemorySegment.NULL;

  /**
   * @param arena whose the memory is
   */
  Slab(Arena arena) {
    this.arena = arena;
  }

  @Override
  public MemorySegment allocate(long bytes, long alignment) {
    long padding = -rest.address() & (alignment - 1);
    if (padding + bytes > rest.byteSize()) {
      if (bytes + alignment > CHUNK_BYTES) {
        return arena.allocate(bytes, alignment);
      }
      rest = arena.allocate(CHUNK_BYTES, CHUNK_ALIGNMENT);
      padding = -rest.address() & (alignment - 1);
    }
    MemorySegment piece = rest.asSlice(padding, bytes);
    rest = rest.asSlice(padding + bytes);
    return piece;
  }
}
