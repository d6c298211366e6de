package io.processmanager.adapters.grpc.server;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.util.OptionalLong;

/** The number of a user. */
final class UserNumber {

  /** What the kernel says where there is no other end, and no user's number; unix(7). */
  private static final int NONE = -1;

  private UserNumber() {}

  /**
   * The number of {@code user}; empty if it cannot be told for sure.
   *
   * <p>A principal has no accessor for it, and its name is no substitute: many names may have one
   * number, and a name may be all digits. So its hash is taken for a guess, and proven by
   * comparison with the principal that the system has for that number. Were the hash something else
   * one day, or the number another user's name, the two would differ.
   */
  static OptionalLong of(UserPrincipal user) {
    int guess = user.hashCode();
    try {
      UserPrincipal numbered =
          FileSystems.getDefault()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(Integer.toString(guess));
      return guess != NONE && numbered.equals(user)
          ? OptionalLong.of(Integer.toUnsignedLong(guess))
          : OptionalLong.empty();
    } catch (IOException noSuchUser) {
      return OptionalLong.empty();
    }
  }
}
