package io.processmanager.adapters.os;

import io.processmanager.domain.job.Thoroughness;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A job that is found by its session, by a mark in the environment that nobody can guess, and by
 * descent. A process that has left the session, dropped its environment and outlived its parent is
 * not found, nor is one whose environment the kernel keeps from being read all the time.
 *
 * @param secret the mark's value
 */
record SearchContainment(String secret) implements Containment {

  static final String MARK = "PROCESS_MANAGER_MARK";

  private static final int SECRET_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A containment with a new mark. */
  static SearchContainment withNewMark() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return new SearchContainment(HexFormat.of().formatHex(secret));
  }

  @Override
  public OptionalInt openCgroup() {
    return OptionalInt.empty();
  }

  @Override
  public void started(int cgroup) {
    throw new IllegalStateException("there is no cgroup " + cgroup);
  }

  @Override
  public Optional<String> mark() {
    return Optional.of(MARK + "=" + secret);
  }

  @Override
  public boolean isSearched() {
    return true;
  }

  /**
   * Descent is looked at first, as a death parts parent from child. Where it cannot be told by
   * itself, nothing is killed before the look that tells it.
   */
  @Override
  public void killAtOnce(LaunchedProcess leader) {
    Descendants.of(leader.ref().pid()).ifPresent(leader::killWith);
  }

  @Override
  public void kill(LaunchedProcess leader, Optional<Leftovers> seen) {
    seen.ifPresentOrElse(
        leftovers -> leftovers.kill(leader, MARK + "=" + secret), leader::killGroup);
  }

  @Override
  public Remains remains(LaunchedProcess leader, Optional<Leftovers> seen) {
    // A reaped leader's number may be a stranger's by now.
    if (leader.isReaped()) {
      return Remains.NOTHING;
    }
    return seen.map(leftovers -> remains(leader, leftovers)).orElse(Remains.UNSURE);
  }

  private Remains remains(LaunchedProcess leader, Leftovers leftovers) {
    if (leftovers.has(leader.ref().pid(), MARK + "=" + secret)) {
      return Remains.SOMETHING;
    }
    return leftovers.mayHide(leader.ref().pid()) ? Remains.HIDDEN : Remains.NOTHING;
  }

  @Override
  public Thoroughness whenGone() {
    return Thoroughness.BEST_EFFORT;
  }

  @Override
  public boolean outOfMemory() {
    return false;
  }

  @Override
  public void killedFromElsewhere() {
    // The mark is as good as before.
  }

  @Override
  public void leave() {
    // Nobody looks for the mark any more.
  }

  @Override
  public void discard() {
    // Its group was killed with the child.
  }

  @Override
  public void release() {
    // A mark is in the environment of its processes only.
  }
}
