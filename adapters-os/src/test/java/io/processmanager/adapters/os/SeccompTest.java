package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine under filters of system calls, such as containers have; seccomp(2). */
final class SeccompTest {

  @TempDir private Path directory;
  private Path forbid;

  @BeforeEach
  void compileFilter() throws Exception {
    forbid = CProgram.compiled(directory, "forbid");
  }

  @Test
  void allWorksWithoutClone3() throws Exception {
    String said = run("clone3=ENOSYS", StrangeJvm.class, "run-jobs");

    assertThat(said).endsWith(StrangeJvm.PASSED + "\n");
  }

  @Test
  void childEntersItsCgroupByItselfWithoutClone3() throws Exception {
    String with = ChildJvm.run("exec", EngineJvm.class, "WHERE_POSSIBLE");
    String without = run("clone3=ENOSYS", StrangeJvm.class, "tell-cgroup");

    assertThat(with).contains("spawn (clone3) work");
    assertThat(without).contains("spawn (clone) work");
    assertThat(without.contains("contained by cgroups in"))
        .isEqualTo(with.contains("contained by cgroups in"));
    assertThat(without).endsWith(StrangeJvm.PASSED + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "pidfd_open=EPERM, pidfd_open: Operation not permitted (EPERM)",
    "pidfd_open=ENOSYS, pidfd_open: Function not implemented (ENOSYS)",
    "pidfd_send_signal=EPERM, pidfd_send_signal: Operation not permitted (EPERM)",
    "kill=EPERM, kill: Operation not permitted (EPERM)",
    "waitid=EPERM, waitid: Operation not permitted (EPERM)",
    "epoll_create1=EPERM, epoll_create1: Operation not permitted (EPERM)",
    "epoll_wait=EPERM, epoll_wait: Operation not permitted (EPERM)",
    "pipe2=EPERM, pipe2: Operation not permitted (EPERM)",
    "eventfd2=EPERM, eventfd: Operation not permitted (EPERM)",
    "close_range=ENOSYS, close_range: Function not implemented (ENOSYS)",
    "clone3=ENOSYS fork=EPERM, clone: Operation not permitted (EPERM)"
  })
  void callThatIsForbiddenIsNamedInOneLine(String filter, String named) throws Exception {
    String said = run(filter, EngineJvm.class, "WHERE_POSSIBLE");

    assertThat(said.lines()).singleElement().asString().startsWith("refused: ").contains(named);
  }

  @Test
  void childThatIsKilledOnItsWayToAnyProgramMakesTheEngineRefuse() throws Exception {
    String said = run("setsid=KILL", EngineJvm.class, "WHERE_POSSIBLE");

    assertThat(said.lines())
        .filteredOn(line -> line.startsWith("refused: "))
        .singleElement()
        .asString()
        .contains("was killed before it executed the program");
  }

  @Test
  void childThatIsKilledOnItsWayToOneProgramFailsItsStartAlone() throws Exception {
    String said = run("umask=KILL", StrangeJvm.class, "ask-for-a-umask");

    assertThat(said).endsWith(StrangeJvm.PASSED + "\n");
  }

  private String run(String filter, Class<?> main, String argument) throws Exception {
    return ChildJvm.run("exec '" + forbid + "' " + filter + " --", main, argument);
  }
}
