package io.processmanager.adapters.grpc.server;

import io.processmanager.adapters.grpc.wire.SocketPath;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A Unix domain socket to listen on. Who is at its other end is told by the kernel, so that neither
 * side needs a certificate: a client is the user that it ran as when it connected, and its jobs
 * belong to {@code uid:1000}.
 *
 * <p><b>Shape.</b> Immutable.
 *
 * @param path where its file will be; 100 bytes at most: unix(7) has room for 107, and seven of
 *     them are taken until it listens
 * @param group who may connect beside the user that listens, by a group's name or number; if empty,
 *     nobody
 * @param adminUids the users that reach all jobs, by their numbers
 */
public record UnixSocket(Path path, Optional<String> group, Set<Long> adminUids) {

  /** The largest number of a user; the one above it stands for none. */
  public static final long LARGEST_UID = 0xFFFF_FFFEL;

  /**
   * Checks and copies the values.
   *
   * @throws IllegalArgumentException the path is too long or names no file, the group is blank, or
   *     a number is not that of a user
   */
  public UnixSocket {
    path = SocketPath.checked(path.toAbsolutePath());
    Objects.requireNonNull(group, "group");
    adminUids = Set.copyOf(adminUids);
    if (path.getFileName() == null) {
      throw new IllegalArgumentException("path " + path + " names no file");
    }
    SocketFile.requireRoom(path);
    if (group.isPresent() && group.get().isBlank()) {
      throw new IllegalArgumentException("group is blank");
    }
    for (long uid : adminUids) {
      if (uid < 0 || uid > LARGEST_UID) {
        throw new IllegalArgumentException("adminUids has " + uid + ", which is no user's number");
      }
    }
  }

  /**
   * {@return a socket for the user that listens and for nobody else, with no admin}
   *
   * @param path where the socket is, in the file system
   */
  public static UnixSocket at(Path path) {
    return new UnixSocket(path, Optional.empty(), Set.of());
  }

  /**
   * {@return this socket, but with a group whose members may connect; by its name or number}
   *
   * @param name the group
   */
  public UnixSocket withGroup(String name) {
    return new UnixSocket(path, Optional.of(name), adminUids);
  }

  /**
   * {@return this socket, but with users that reach all jobs, by their numbers}
   *
   * @param uids their user ids; empty for none
   */
  public UnixSocket withAdminUids(Set<Long> uids) {
    return new UnixSocket(path, group, uids);
  }
}
