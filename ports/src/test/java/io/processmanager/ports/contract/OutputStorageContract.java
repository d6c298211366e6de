package io.processmanager.ports.contract;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of {@link io.processmanager.ports.outbound.OutputStorage}: what it keeps, what
 * readers get, and when they are woken.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class OutputStorageContract
    implements StorageContentRules, StorageBoundsRules, StorageGrowthRules {

  /** For subclasses. */
  protected OutputStorageContract() {}
}
