package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {

  /** The numbers of signal(7) for x86-64, as {@code kill -l} prints them. */
  @ParameterizedTest
  @CsvSource({
    "SIGHUP,1",
    "SIGINT,2",
    "SIGQUIT,3",
    "SIGILL,4",
    "SIGTRAP,5",
    "SIGABRT,6",
    "SIGBUS,7",
    "SIGFPE,8",
    "SIGKILL,9",
    "SIGUSR1,10",
    "SIGSEGV,11",
    "SIGUSR2,12",
    "SIGPIPE,13",
    "SIGALRM,14",
    "SIGTERM,15",
    "SIGSTKFLT,16",
    "SIGCHLD,17",
    "SIGCONT,18",
    "SIGSTOP,19",
    "SIGTSTP,20",
    "SIGTTIN,21",
    "SIGTTOU,22",
    "SIGURG,23",
    "SIGXCPU,24",
    "SIGXFSZ,25",
    "SIGVTALRM,26",
    "SIGPROF,27",
    "SIGWINCH,28",
    "SIGIO,29",
    "SIGPWR,30",
    "SIGSYS,31",
    "32,32",
    "33,33",
    "SIGRTMIN,34",
    "SIGRTMIN+1,35",
    "SIGRTMIN+30,64"
  })
  void namesAndNumbersAreThoseOfLinux(String name, int number) {
    assertThat(new Signal(number)).hasToString(name);
    assertThat(Signal.parse(name)).isEqualTo(new Signal(number));
  }

  @Test
  void theNamedConstantsHaveTheirNumbers() {
    assertThat(Signal.HUP).isEqualTo(Signal.parse("HUP"));
    assertThat(Signal.INT).isEqualTo(Signal.parse("INT"));
    assertThat(Signal.KILL).isEqualTo(Signal.parse("KILL"));
    assertThat(Signal.TERM).isEqualTo(Signal.parse("TERM"));
    assertThat(Signal.CONT).isEqualTo(Signal.parse("CONT"));
    assertThat(Signal.QUIT).isEqualTo(Signal.parse("QUIT"));
    assertThat(Signal.USR1).isEqualTo(Signal.parse("USR1"));
    assertThat(Signal.USR2).isEqualTo(Signal.parse("USR2"));
    assertThat(Signal.STOP).isEqualTo(Signal.parse("STOP"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "term", "SIGTERM", "sigTerm", "15", " 15 ", "\tTERM\n"})
  void aSignalIsReadFromItsNameOrNumberInAnyUsualForm(String text) {
    assertThat(Signal.parse(text)).isEqualTo(Signal.TERM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "SIG",
        "SIGSIGTERM",
        "0",
        "-1",
        "65",
        "+9",
        "09",
        "9.0",
        "TERMX",
        "RTMIN+0",
        "RTMIN+31",
        "RTMIN+",
        "T ERM",
        "99999999999999999999"
      })
  void whatIsNotASignalIsRefusedAndShown(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Signal.parse(text))
        .withMessageStartingWith("'" + text + "' is not a signal");
  }

  @Test
  void aRefusedTextCannotBreakTheLineOfTheMessage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Signal.parse("A\u001b[2J\nB"))
        .withMessageStartingWith("'A?[2J?B' is not a signal");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void numbersThatAreNoSignalAreRefusedByName(int number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Signal(number))
        .withMessage("signal %d is not between 1 and 64", number);
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void aTextIsNeeded() {
    assertThatNullPointerException().isThrownBy(() -> Signal.parse(null)).withMessage("text");
  }
}
