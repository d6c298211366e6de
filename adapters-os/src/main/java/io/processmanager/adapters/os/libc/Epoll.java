package io.processmanager.adapters.os.libc;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Waits for many descriptors at once to become readable, level-triggered; epoll(7).
 *
 * <p><b>Threading.</b> Any thread adds and removes; one thread waits.
 */
public final class Epoll implements AutoCloseable {

  static final int EPOLL_CTL_ADD = 1;
  static final int EPOLL_CTL_DEL = 2;
  static final int EPOLLIN = 1;
  static final int EPOLLONESHOT = 1 << 30;
  static final int EPOLL_CLOEXEC = 0x80000;

  private static final StructLayout EVENT = event(Machine.current());

  private static final VarHandle EVENTS_FIELD = EVENT.varHandle(groupElement("events"));
  private static final VarHandle DATA_FIELD = EVENT.varHandle(groupElement("data"));
  private static final int EVENTS_PER_WAIT = 256;

  // int epoll_create1(int flags);
  private static final MethodHandle EPOLL_CREATE1 =
      Native.errnoHandle("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  // int epoll_ctl(int epfd, int op, int fd, struct epoll_event *_Nullable event);
  private static final MethodHandle EPOLL_CTL =
      Native.errnoHandle(
          "epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  // int epoll_wait(int epfd, struct epoll_event events[.maxevents], int maxevents, int timeout);
  private static final MethodHandle EPOLL_WAIT =
      Native.errnoHandle(
          "epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

  private final int descriptor;
  private final MemorySegment ready =
      Arena.ofAuto().allocate(EVENT.byteSize() * EVENTS_PER_WAIT, JAVA_LONG.byteAlignment());

  /** {@code struct epoll_event}, which is packed on x86-64 only. */
  static StructLayout event(Machine machine) {
    return machine.epollEventPacked()
        ? MemoryLayout.structLayout(
            JAVA_INT.withName("events"), JAVA_LONG_UNALIGNED.withName("data"))
        : MemoryLayout.structLayout(
            JAVA_INT.withName("events"),
            MemoryLayout.paddingLayout(JAVA_INT.byteSize()),
            JAVA_LONG.withName("data"));
  }

  private Epoll(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Opens an empty set. */
  public static Epoll open() throws ErrnoException {
    return new Epoll(
        Descriptors.aboveStandard(
            (int)
                Native.checked(
                    "epoll_create1",
                    errno -> (int) EPOLL_CREATE1.invokeExact(errno, EPOLL_CLOEXEC))));
  }

  /**
   * Waits for a descriptor to become readable.
   *
   * @param token what {@link #token} will give for it
   */
  public void add(int watched, long token) throws ErrnoException {
    add(watched, token, EPOLLIN);
  }

  /**
   * Waits for a descriptor to become readable, and is told of that once. It need not be removed
   * then: even where a child that was just forked still has it open it tells nothing more.
   *
   * @param token what {@link #token} will give for it
   */
  public void addOnce(int watched, long token) throws ErrnoException {
    add(watched, token, EPOLLIN | EPOLLONESHOT);
  }

  private void add(int watched, long token, int events) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(EVENT);
      EVENTS_FIELD.set(event, 0L, events);
      DATA_FIELD.set(event, 0L, token);
      control(EPOLL_CTL_ADD, watched, event);
    }
  }

  /** Waits for a descriptor no longer. */
  public void remove(int watched) throws ErrnoException {
    control(EPOLL_CTL_DEL, watched, MemorySegment.NULL);
  }

  private void control(int operation, int watched, MemorySegment event) throws ErrnoException {
    Native.checked(
        "epoll_ctl",
        errno -> (int) EPOLL_CTL.invokeExact(errno, descriptor, operation, watched, event));
  }

  /**
   * Waits until a descriptor is readable or hung up, or the time is over, or a signal came.
   *
   * @param timeoutMillis -1 for no limit
   * @return of how many descriptors {@link #token} now tells
   */
  public int await(int timeoutMillis) throws ErrnoException {
    try {
      return (int)
          Native.checked(
              "epoll_wait",
              errno ->
                  (int)
                      EPOLL_WAIT.invokeExact(
                          errno, descriptor, ready, EVENTS_PER_WAIT, timeoutMillis));
    } catch (ErrnoException failure) {
      if (failure.errno() == Errno.EINTR) {
        return 0;
      }
      throw failure;
    }
  }

  /** The token of the {@code index}th descriptor that the last wait told of. */
  public long token(int index) {
    return (long) DATA_FIELD.get(ready, index * EVENT.byteSize());
  }

  @Override
  public void close() {
    Descriptors.closeQuietly(descriptor);
  }
}
