package io.processmanager.cli.command;

import io.processmanager.ports.inbound.Jobs;
import java.util.Objects;

/**
 * Jobs of a worker, and what gives the way to it back.
 *
 * @param jobs the caller's view
 * @param closing gives everything back
 */
public record Connection(Jobs jobs, Runnable closing) implements AutoCloseable {

  public Connection {
    Objects.requireNonNull(jobs, "jobs");
    Objects.requireNonNull(closing, "closing");
  }

  @Override
  public void close() {
    closing.run();
  }
}
