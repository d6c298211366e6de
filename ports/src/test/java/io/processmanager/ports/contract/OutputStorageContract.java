package io.processmanager.ports.contract;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of {@link io.processmanager.ports.outbound.OutputStorage}: what it keeps, what
 * readers get, when they are woken, and what they are told of times.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class OutputStorageContract
    implements StorageContentRules,
        StorageBoundsRules,
        StorageLossRules,
        StorageGrowthRules,
        StorageTimeRules {

  /** For subclasses. */
  protected OutputStorageContract() {}
}
