package io.processmanager.adapters.os.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.os.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a process has of the JVM that started it. */
final class HygieneComparisonTest extends ComparisonTest {

  @ParameterizedTest
  @CsvSource({
    "PROCESS_BUILDER, token",
    "COMMONS_EXEC, token",
    "ZT_EXEC, token",
    "NU_PROCESS, token",
    "PROCESS_MANAGER, none"
  })
  void environmentOfTheJvmIsPassedOn(Contender contender, String seen) throws Exception {
    assertThat(told("SECRET=token exec", contender, "echo ${SECRET-none}"))
        .endsWith("told: " + seen + "\n");
  }

  /** The mark by which the processes of a job are found is its own, and not the JVM's. */
  @Test
  void jobIsGivenNineNamesOfTheJvmsEnvironment() throws Exception {
    String prelude =
        "HOME=/ USER=a LOGNAME=a SHELL=/bin/sh LANG=C LC_ALL=C TZ=UTC TMPDIR=/tmp SECRET=x exec";
    String script =
        "tr '\\0' '\\n' < /proc/$$/environ | cut -d= -f1 | grep -v ^PROCESS_MANAGER | sort"
            + " | tr '\\n' ' '";

    assertThat(told(prelude, Contender.PROCESS_MANAGER, script))
        .endsWith("told: HOME LANG LC_ALL LOGNAME PATH SHELL TMPDIR TZ USER ");
  }

  @ParameterizedTest
  @EnumSource(Contender.class)
  void nobodyPassesOnADescriptorThatTheJvmInherited(Contender contender) throws Exception {
    assertThat(told("exec 9</dev/null; exec", contender, "test -e /proc/$$/fd/9 || echo closed"))
        .endsWith("told: closed\n");
  }

  @ParameterizedTest
  @CsvSource({
    "PROCESS_BUILDER, lives",
    "COMMONS_EXEC, lives",
    "ZT_EXEC, lives",
    "NU_PROCESS, lives",
    "PROCESS_MANAGER, ends"
  })
  void signalThatTheJvmsParentIgnoredIsIgnoredByTheProcess(Contender contender, String does)
      throws Exception {
    String script = "sh -c 'kill -USR1 $$; echo lives' || echo ends";

    assertThat(told("exec env --ignore-signal=USR1", contender, script)).endsWith(does + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "PROCESS_BUILDER, same",
    "COMMONS_EXEC, same",
    "ZT_EXEC, same",
    "NU_PROCESS, same",
    "PROCESS_MANAGER, own"
  })
  void sessionIsTheJvmsOwn(Contender contender, String session) throws Exception {
    String script =
        "read -r _ _ _ _ _ sid _ < /proc/$$/stat;"
            + " if test $sid = $$; then echo own; else echo same; fi";

    assertThat(told("exec", contender, script)).endsWith("told: " + session + "\n");
  }

  private static String told(String prelude, Contender contender, String script) throws Exception {
    return ChildJvm.run(prelude, StartedByOthers.class, contender.name(), script);
  }
}
