package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.job.Thoroughness;
import io.processmanager.ports.outbound.Retired;
import org.junit.jupiter.api.Test;

/** What many retirements of one process add up to. */
final class RetiredTallyTest {

  private static final Retired FOUND_NOTHING = new Retired(false, Thoroughness.COMPLETE);
  private static final Retired KILLED = new Retired(true, Thoroughness.COMPLETE);
  private static final Retired UNKNOWN = new Retired(false, Thoroughness.BEST_EFFORT);
  private static final Retired PENDING = new Retired(true, Thoroughness.KILL_PENDING);

  private final RetiredTally tally = new RetiredTally();

  @Test
  void whoeverFoundNothingLeftWaitsForWhoeverKilledIt() {
    tally.begin();
    tally.begin();

    tally.add(FOUND_NOTHING);
    boolean early = tally.isGone();
    tally.add(KILLED);

    assertThat(early).isFalse();
    assertThat(tally.isGone()).isTrue();
    assertThat(tally.hasKilled()).isTrue();
  }

  @Test
  void whatOneIsSureOfIsNotTakenBackByOneWhoCameTooLateToKnow() {
    tally.begin();
    tally.begin();

    tally.add(KILLED);
    tally.add(UNKNOWN);

    assertThat(tally.isGone()).isTrue();
    assertThat(tally.thoroughness()).isEqualTo(Thoroughness.COMPLETE);
  }

  @Test
  void pendingKillIsOverOnceSomebodyFindsNothing() {
    tally.begin();
    tally.add(PENDING);
    boolean early = tally.isGone();

    tally.begin();
    tally.add(FOUND_NOTHING);

    assertThat(early).isFalse();
    assertThat(tally.isGone()).isTrue();
    assertThat(tally.thoroughness()).isEqualTo(Thoroughness.COMPLETE);
    assertThat(tally.hasKilled()).isTrue();
  }

  @Test
  void answerThatIsOlderThanTheEndDoesNotMakeItPending() {
    tally.begin();
    tally.begin();

    tally.add(FOUND_NOTHING);
    tally.add(PENDING);

    assertThat(tally.isGone()).isTrue();
    assertThat(tally.thoroughness()).isEqualTo(Thoroughness.COMPLETE);
  }

  @Test
  void retirementThatCouldNotBeginIsNotWaitedFor() {
    tally.begin();
    tally.begin();
    tally.abort();

    tally.add(FOUND_NOTHING);

    assertThat(tally.isGone()).isTrue();
  }
}
