package io.processmanager.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.processmanager.domain.owner.Owner;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EndCauseTest {

  private static final Owner ALICE = new Owner("alice");
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Exit KILLED = new Exit.Signaled(Signal.KILL, false);
  private static final EndCause BY_ITSELF = new EndCause.ByItself();
  private static final EndCause FROM_OUTSIDE = new EndCause.KilledFromOutside();

  @Test
  void everyCauseReadsAsAPhrase() {
    assertThat(BY_ITSELF).hasToString("by itself");
    assertThat(new EndCause.Stopped(ALICE)).hasToString("stopped by alice");
    assertThat(new EndCause.KilledAfterGrace(ALICE))
        .hasToString("killed after the grace period of a stop by alice");
    assertThat(new EndCause.TimedOut(LIMIT, false)).hasToString("timed out after PT1M30S");
    assertThat(new EndCause.TimedOut(LIMIT, true))
        .hasToString("timed out after PT1M30S, killed after the grace period");
    assertThat(new EndCause.Signaled(ALICE)).hasToString("by a signal from alice");
    assertThat(FROM_OUTSIDE).hasToString("killed from outside");
    assertThat(new EndCause.OutOfMemory()).hasToString("killed by the kernel, out of memory");
  }

  @Test
  void stopsAndTimeoutsFollowAStopAndNothingElseDoes() {
    assertThat(
            Stream.of(
                new EndCause.Stopped(ALICE),
                new EndCause.KilledAfterGrace(ALICE),
                new EndCause.TimedOut(LIMIT, false)))
        .allMatch(EndCause::followedStop);
    assertThat(
            Stream.of(
                BY_ITSELF, new EndCause.Signaled(ALICE), FROM_OUTSIDE, new EndCause.OutOfMemory()))
        .noneMatch(EndCause::followedStop);
  }

  /** signal(7), by name: what the table in the code holds by number. */
  static Stream<Signal> whatAProcessBringsOnItself() {
    return Stream.of(
            "ILL", "TRAP", "ABRT", "BUS", "FPE", "SEGV", "PIPE", "ALRM", "STKFLT", "XCPU", "XFSZ",
            "VTALRM", "PROF", "SYS")
        .map(Signal::parse);
  }

  static Stream<Signal> whatOthersSend() {
    return IntStream.rangeClosed(1, 64)
        .mapToObj(Signal::new)
        .filter(signal -> whatAProcessBringsOnItself().noneMatch(signal::equals));
  }

  @ParameterizedTest
  @MethodSource("whatAProcessBringsOnItself")
  void aFaultOfItsOwnIsAnEndByItself(Signal signal) {
    assertThat(cause(new Exit.Signaled(signal, false), false)).isEqualTo(BY_ITSELF);
    assertThat(cause(new Exit.Signaled(signal, true), false)).isEqualTo(BY_ITSELF);
  }

  @ParameterizedTest
  @MethodSource("whatOthersSend")
  void anyOtherSignalThatNobodySentThroughUsIsFromOutside(Signal signal) {
    assertThat(cause(new Exit.Signaled(signal, false), false)).isEqualTo(FROM_OUTSIDE);
  }

  @ParameterizedTest
  @MethodSource({"whatAProcessBringsOnItself", "whatOthersSend"})
  void aSignalThatSomebodySentThroughUsIsHis(Signal signal) {
    Exit exit = new Exit.Signaled(signal, false);

    assertThat(EndCause.withoutStop(exit, false, Optional.of(ALICE)))
        .isEqualTo(new EndCause.Signaled(ALICE));
    assertThat(EndCause.withoutStop(exit, true, Optional.of(ALICE)))
        .isEqualTo(new EndCause.Signaled(ALICE));
  }

  @Test
  void aKillWhereMemoryRanOutWasTheKernels() {
    assertThat(cause(KILLED, true)).isEqualTo(new EndCause.OutOfMemory());
  }

  @Test
  void aLeaderThatOutlivedALackOfMemoryDidNotEndOfIt() {
    assertThat(cause(new Exit.Exited(1), true)).isEqualTo(BY_ITSELF);
    assertThat(cause(new Exit.Signaled(Signal.parse("ABRT"), true), true)).isEqualTo(BY_ITSELF);
    assertThat(cause(new Exit.Signaled(Signal.TERM, false), true)).isEqualTo(FROM_OUTSIDE);
  }

  @Test
  void anExitOrAnEndThatNobodyKnowsIsByItselfWhoeverSentWhat() {
    assertThat(cause(new Exit.Exited(0), false)).isEqualTo(BY_ITSELF);
    assertThat(cause(new Exit.Unknown(), false)).isEqualTo(BY_ITSELF);
    assertThat(EndCause.withoutStop(new Exit.Exited(143), false, Optional.of(ALICE)))
        .isEqualTo(BY_ITSELF);
  }

  private static EndCause cause(Exit exit, boolean outOfMemory) {
    return EndCause.withoutStop(exit, outOfMemory, Optional.empty());
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void nullIsAProgrammingMistakeThatNamesItsParameter() {
    missing("by", () -> new EndCause.Stopped(null));
    missing("by", () -> new EndCause.KilledAfterGrace(null));
    missing("by", () -> new EndCause.Signaled(null));
    missing("limit", () -> new EndCause.TimedOut(null, true));
    missing("exit", () -> EndCause.withoutStop(null, false, Optional.empty()));
  }

  private static void missing(String parameter, Runnable making) {
    assertThatNullPointerException().isThrownBy(making::run).withMessage(parameter);
  }
}
