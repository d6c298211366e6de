package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Embedded jobs in JVMs that have a business of their own. */
@Timeout(180)
final class HostProgramTest {

  @Test
  void whatTheJvmsCodeSharesIsLeftAlone() throws Exception {
    assertThat(ChildJvm.run("umask 0026; SECRET=x exec", HostProgram.class, "compare-surroundings"))
        .endsWith(HostProgram.PASSED + "\n");
  }

  @Test
  void handlersOfSignalsAreLeftAloneAndGoOnBeingCalled() throws Exception {
    // A JVM installs no handler for some signals that its parent ignored, as nohup(1) does.
    String prelude = "exec env --default-signal=HUP,CHLD,TERM,WINCH";

    assertThat(ChildJvm.run(prelude, HostProgram.class, "handle-signals"))
        .endsWith(HostProgram.PASSED + "\n");
  }

  @Test
  void openedAndClosedAgainAndAgainNothingGrows() throws Exception {
    assertThat(ChildJvm.run("exec", HostProgram.class, "open-and-close"))
        .endsWith(HostProgram.PASSED + "\n");
  }

  @Test
  void classesOfClosedJobsCanBeUnloaded() throws Exception {
    String prelude = "JAVA_TOOL_OPTIONS=-XX:SoftRefLRUPolicyMSPerMB=0 exec";

    assertThat(ChildJvm.run(prelude, HostProgram.class, "unload"))
        .endsWith(HostProgram.PASSED + "\n");
  }

  @Test
  void adapterIsFoundWhateverTheContextOfTheThreadSees() {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());

    try (LocalJobs local = LocalJobs.open()) {
      assertThat(local.jobs().list(JobQuery.own()).jobs()).isEmpty();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void runWhoseOutputIsMoreThanTheHeapHoldsFailsAndIsNotWaitedForInVain() throws Exception {
    String prelude = "JAVA_TOOL_OPTIONS=-Xmx64m exec";

    assertThat(ChildJvm.run(prelude, HostProgram.class, "collect-more-than-the-heap"))
        .contains("collected\n", "failed for java.lang.OutOfMemoryError")
        .endsWith(HostProgram.PASSED + "\n");
  }

  @Test
  void jobsThatNobodyClosedKeepNoJvmAliveAndRunOn() throws Exception {
    String told = ChildJvm.run("exec", HostProgram.class, "forget-to-close");

    Matcher left = Pattern.compile("left (\\d+)").matcher(told);
    assertThat(left.find()).as(told).isTrue();
    long pid = Long.parseLong(left.group(1));
    try {
      assertThat(EngineTest.isAlive(pid)).isTrue();
    } finally {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
