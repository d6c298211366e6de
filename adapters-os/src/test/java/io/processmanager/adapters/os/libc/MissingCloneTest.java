package io.processmanager.adapters.os.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which refusals of clone3(2) say that there is none. */
final class MissingCloneTest {

  private static final Spawn.Request PLAIN = request(OptionalInt.empty());
  private static final Spawn.Request IN_A_CGROUP = request(OptionalInt.of(7));

  private static Spawn.Request request(OptionalInt cgroup) {
    return new Spawn.Request(
        "/bin/true",
        List.of(),
        List.of(),
        3,
        4,
        OptionalInt.empty(),
        cgroup,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Map.of());
  }

  private static ErrnoException refusal(String call, int errno) {
    return InjectedErrno.of(call, errno);
  }

  @Test
  void callThatTheKernelDoesNotKnowIsMissing() {
    assertThat(Spawn.isMissing(PLAIN, refusal("clone3", Errno.ENOSYS))).isTrue();
    assertThat(Spawn.isMissing(IN_A_CGROUP, refusal("clone3", Errno.ENOSYS))).isTrue();
  }

  @Test
  void callThatAnOldFilterForbidsIsMissing() {
    assertThat(Spawn.isMissing(PLAIN, refusal("clone3", Errno.EPERM))).isTrue();
  }

  @Test
  void refusalOfACgroupOrOfAnotherCallSaysNothingOfIt() {
    assertThat(Spawn.isMissing(IN_A_CGROUP, refusal("clone3", Errno.EPERM))).isFalse();
    assertThat(Spawn.isMissing(PLAIN, refusal("clone3", Errno.EAGAIN))).isFalse();
    assertThat(Spawn.isMissing(PLAIN, refusal("execve", Errno.EPERM))).isFalse();
  }
}
