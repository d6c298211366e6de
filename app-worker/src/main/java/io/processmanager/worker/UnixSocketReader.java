package io.processmanager.worker;

import io.processmanager.adapters.grpc.server.UnixSocket;
import io.processmanager.worker.wiring.Endpoint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a Unix socket of options and environment. */
final class UnixSocketReader {

  private static final String PATH = "unix-socket";
  private static final String GROUP = "unix-socket-group";
  private static final String ADMINS = "unix-socket-admins";
  private static final String ROOT = "0";

  private static final String NOBODY = "none";

  private final GivenValues given;
  private final boolean isRoot;

  /**
   * @param isRoot whether the worker runs as root
   */
  UnixSocketReader(GivenValues given, boolean isRoot) {
    this.given = given;
    this.isRoot = isRoot;
  }

  /** Whether the worker is to listen on one. */
  boolean isWanted() {
    return given.text(PATH).isPresent();
  }

  /** Notes what was given for a socket that there is not. */
  void refuseWhatIsOfNoUse() {
    for (String name : new String[] {GROUP, ADMINS}) {
      if (given.text(name).isPresent()) {
        given.refuse("--" + name + " is of no use without --" + PATH);
      }
    }
  }

  /** The socket; null if something is wrong with it, which is noted. */
  @Nullable Endpoint read() {
    UnixSocket socket = given.value(PATH, "", UnixSocketReader::socket);
    Optional<String> group = given.text(GROUP);
    boolean groupIsRight = group.isEmpty() || !group.get().isBlank();
    if (!groupIsRight) {
      given.refuse("--" + GROUP + " is empty; give a group's name or number");
    }
    // Jobs run as the worker's user, and would be admins if that one were.
    Set<Long> admins = given.value(ADMINS, isRoot ? NOBODY : ROOT, UnixSocketReader::uids);
    if (socket == null || admins == null || !groupIsRight) {
      return null;
    }
    UnixSocket withAdmins = socket.withAdminUids(admins);
    return new Endpoint.Unix(group.map(withAdmins::withGroup).orElse(withAdmins));
  }

  private static UnixSocket socket(String path) {
    if (path.isBlank()) {
      throw new IllegalArgumentException("a path is needed, such as /run/process-manager.sock");
    }
    return UnixSocket.at(Path.of(path));
  }

  /** Variables cannot be given and empty, so there is a word for that. */
  private static Set<Long> uids(String text) {
    return text.isBlank() || text.equals(NOBODY)
        ? Set.of()
        : Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .map(UnixSocketReader::uid)
            .collect(Collectors.toUnmodifiableSet());
  }

  private static long uid(String text) {
    if (text.matches("[0-9]{1,10}") && Long.parseLong(text) <= UnixSocket.LARGEST_UID) {
      return Long.parseLong(text);
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a user's number; give such as 0,1000, or none");
  }
}
