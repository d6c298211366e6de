package io.processmanager.adapters.os;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A small file system of its own: a tmpfs. */
final class SmallDisk implements AutoCloseable {

  private final Path place;

  private SmallDisk(Path place) {
    this.place = place;
  }

  /** Mounts one; skips the test where this user may not. */
  static SmallDisk assumedMounted(int bytes) throws IOException {
    assumeTrue(Rights.isRoot(), "only root may mount a small disk");
    Path place = Files.createTempDirectory("small-disk");
    boolean mounted =
        succeeds("mount", "-t", "tmpfs", "-o", "size=" + bytes + ",mode=0700", "none", place);
    if (!mounted) {
      Files.delete(place);
    }
    assumeTrue(mounted, "a tmpfs cannot be mounted here");
    return new SmallDisk(place);
  }

  Path place() {
    return place;
  }

  /** Has it take no more writes. */
  void makeReadOnly() throws IOException {
    assumeTrue(succeeds("mount", "-o", "remount,ro", place), "a tmpfs cannot be read-only here");
  }

  /** Takes all that is free. */
  Path fill() throws IOException {
    Path filler = place.resolve("filler");
    try (var file = Files.newOutputStream(filler)) {
      byte[] block = new byte[4096];
      while (true) {
        file.write(block);
      }
    } catch (IOException full) {
      if (!Files.exists(filler)) {
        throw full;
      }
    }
    return filler;
  }

  private static boolean succeeds(Object... command) throws IOException {
    return new ProcessBuilder(Stream.of(command).map(Object::toString).toList())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .onExit()
            .join()
            .exitValue()
        == 0;
  }

  @Override
  public void close() throws IOException {
    if (!succeeds("umount", place)) {
      throw new IllegalStateException(place + " is in use still");
    }
    Files.delete(place);
  }
}
