package io.processmanager.domain.job;

import java.util.Objects;

/** The directory a job starts in. */
public sealed interface WorkingDirectory {

  /** {@return the directory of whoever starts the job: of the worker, or of the embedding JVM} */
  static WorkingDirectory inherited() {
    return Inherited.INSTANCE;
  }

  /**
   * {@return the directory at {@code path}, on the machine the job runs on}
   *
   * @param path an absolute path
   */
  static WorkingDirectory at(String path) {
    return new At(path);
  }

  /** The directory of whoever starts the job. */
  enum Inherited implements WorkingDirectory {
    /** The one value. */
    INSTANCE
  }

  /**
   * A named directory.
   *
   * @param path absolute, on the machine the job runs on
   */
  record At(String path) implements WorkingDirectory {

    /**
     * Checks the path.
     *
     * @throws IllegalArgumentException {@code path} is not absolute, or holds what no path can
     */
    public At {
      Objects.requireNonNull(path, "path");
      Text.requireExecutable("working directory", path);
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException(
            "working directory '"
                + Text.printable(path)
                + "' is not absolute; give a path that begins with /");
      }
    }
  }
}
