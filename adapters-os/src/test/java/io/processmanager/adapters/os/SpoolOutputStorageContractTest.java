package io.processmanager.adapters.os;

import io.processmanager.ports.contract.OutputStorageContract;
import io.processmanager.ports.outbound.OutputLimits;
import io.processmanager.ports.outbound.OutputStorage;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The storage in files keeps the contract. */
final class SpoolOutputStorageContractTest extends OutputStorageContract {

  @TempDir private Path directory;
  private @Nullable SpoolOutputStorage storage;

  @Override
  public OutputStorage open(OutputLimits limits) {
    storage = SpoolOutputStorage.open(directory, limits);
    return storage;
  }

  @AfterEach
  void close() {
    if (storage != null) {
      storage.close();
    }
  }
}
