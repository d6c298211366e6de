package io.processmanager.adapters.os.comparison;

import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A way to run processes, used as its documentation shows and with its defaults. */
enum Contender {
  PROCESS_BUILDER,
  COMMONS_EXEC,
  ZT_EXEC,
  NU_PROCESS,
  PROCESS_MANAGER;

  Runner open() {
    return switch (this) {
      case PROCESS_BUILDER -> new JdkRunner();
      case COMMONS_EXEC -> new CommonsRunner();
      case ZT_EXEC -> new ZtRunner();
      case NU_PROCESS -> new NuRunner();
      case PROCESS_MANAGER -> new EmbeddedRunner(LocalJobs.open());
    };
  }

  /** The one way, for all contenders. */
  interface Runner extends AutoCloseable {

    /** Starts a command; throws what the contender throws if it cannot. */
    Running start(Path directory, String... command) throws Exception;

    /** Starts a shell with a script, where this JVM is. */
    default Running shell(String script) throws Exception {
      return start(Path.of("").toAbsolutePath(), "sh", "-c", script);
    }

    @Override
    default void close() {}
  }

  /**
   * A process that was started.
   *
   * @param exit what its caller is told of its end, in one word, when the contender says that it is
   *     over
   * @param output all of its output, when it has ended; stderr after stdout where they come apart
   * @param stop the hardest stop that there is
   */
  record Running(CompletableFuture<String> exit, CompletableFuture<String> output, Stop stop) {

    /** Ends a process. */
    interface Stop {
      void run() throws Exception;
    }
  }
}
