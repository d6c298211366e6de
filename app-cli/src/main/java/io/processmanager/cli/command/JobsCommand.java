package io.processmanager.cli.command;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParentCommand;

/** A command that asks a worker. */
abstract class JobsCommand implements Callable<Integer> {

  @ParentCommand private @Nullable RootCommand root;

  @Override
  public final Integer call() throws InterruptedException {
    RootCommand parent = Objects.requireNonNull(root, "root");
    checkArguments(parent.format());
    try (Connection connection = parent.connect(reconnects())) {
      return run(new Session(connection.jobs(), parent.console(), parent.format()));
    }
  }

  /** Refuses what the parser lets through, before anybody is asked. */
  void checkArguments(OutputFormat format) {}

  /** Whether a connection that is lost over an output or a wait is made again. */
  boolean reconnects() {
    return false;
  }

  /** Does the work and gives the exit code. */
  abstract int run(Session session) throws InterruptedException;
}
