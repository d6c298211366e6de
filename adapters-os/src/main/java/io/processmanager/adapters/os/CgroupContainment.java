package io.processmanager.adapters.os;

import io.processmanager.adapters.os.libc.ErrnoException;
import io.processmanager.domain.job.Thoroughness;
import java.util.Optional;
import java.util.OptionalInt;

/** A job in a cgroup of its own, from before its program's first instruction. */
record CgroupContainment(JobCgroup cgroup) implements Containment {

  @Override
  public OptionalInt openCgroup() throws ErrnoException {
    return OptionalInt.of(cgroup.open());
  }

  @Override
  public void started(int directory) {
    cgroup.started(directory);
  }

  @Override
  public Optional<String> mark() {
    return Optional.empty();
  }

  @Override
  public boolean isSearched() {
    return false;
  }

  @Override
  public void killAtOnce(LaunchedProcess leader) {
    kill(leader, Optional.empty());
  }

  @Override
  public void kill(LaunchedProcess leader, Optional<Leftovers> seen) {
    cgroup.kill();
    // A leader that may write to the files of cgroups may have moved to another.
    leader.killGroup();
  }

  @Override
  public Remains remains(LaunchedProcess leader, Optional<Leftovers> seen) {
    if (cgroup.remove()) {
      return Remains.NOTHING;
    }
    return cgroup.hasOthersThan(leader.ref().pid()) ? Remains.SOMETHING : Remains.UNSURE;
  }

  @Override
  public Thoroughness whenGone() {
    return Thoroughness.COMPLETE;
  }

  @Override
  public boolean outOfMemory() {
    return cgroup.outOfMemory();
  }

  @Override
  public void killedFromElsewhere() {
    cgroup.doNotReuse();
  }

  @Override
  public void leave() {
    cgroup.doNotReuse();
  }

  @Override
  public void discard() {
    if (!cgroup.remove()) {
      cgroup.kill();
      cgroup.remove();
    }
  }

  @Override
  public void release() {
    cgroup.remove();
  }
}
