package io.processmanager.ports.outbound;

import io.processmanager.domain.job.Thoroughness;
import java.util.Objects;

/**
 * What became of what an ended leader left behind.
 *
 * @param killed whether anything of it was found alive and had to be killed
 * @param thoroughness how sure it is that nothing of it runs any more
 */
public record Retired(boolean killed, Thoroughness thoroughness) {

  /** Checks that nothing is null. */
  public Retired {
    Objects.requireNonNull(thoroughness, "thoroughness");
  }
}
