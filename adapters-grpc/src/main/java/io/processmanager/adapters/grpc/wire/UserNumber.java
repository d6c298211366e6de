package io.processmanager.adapters.grpc.wire;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The number of a user. */
public final class UserNumber {

  /** What the kernel says where there is no other end, and no user's number; unix(7). */
  private static final int NONE = -1;

  /** So many are remembered: to look for a name that is a number takes every source of names. */
  private static final int MOST_PROVEN = 10_000;

  private static final Map<UserPrincipal, Long> PROVEN = new ConcurrentHashMap<>();

  private UserNumber() {}

  /**
   * The number of {@code user}; empty if it cannot be told for sure.
   *
   * <p>A principal has no accessor for it, and its name is no substitute: many names may have one
   * number, and a name may be all digits. So its hash is taken for a guess, and proven by
   * comparison with the principal that the system has for that number. Were the hash something else
   * one day, or the number another user's name, the two would differ.
   */
  public static OptionalLong of(UserPrincipal user) {
    Long proven = PROVEN.get(user);
    return proven == null ? prove(user) : OptionalLong.of(proven);
  }

  private static OptionalLong prove(UserPrincipal user) {
    int guess = user.hashCode();
    try {
      UserPrincipal numbered =
          FileSystems.getDefault()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(Integer.toString(guess));
      if (guess == NONE || !numbered.equals(user)) {
        return OptionalLong.empty();
      }
      long number = Integer.toUnsignedLong(guess);
      if (PROVEN.size() < MOST_PROVEN) {
        // As the system's, whose equality is that of numbers.
        PROVEN.put(numbered, number);
      }
      return OptionalLong.of(number);
    } catch (IOException noSuchUser) {
      return OptionalLong.empty();
    }
  }
}
