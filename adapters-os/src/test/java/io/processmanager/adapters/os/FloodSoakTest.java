package io.processmanager.adapters.os;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** A job that prints ten gigabytes into a spool, which takes a minute or so. */
@Tag("soak")
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FloodSoakTest extends SpoolFlood {

  @Override
  long capBytes() {
    return 256L << 20;
  }

  @Override
  long floodBytes() {
    return 10_000_000_000L;
  }
}
