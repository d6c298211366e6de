package io.processmanager.domain.owner;

import java.util.Objects;

/** Somebody who asks, with what they may do. */
public sealed interface Caller {

  /** Whose name the jobs that this caller starts will carry. */
  Owner owner();

  /** The access rule: whether this caller may see and alter what belongs to {@code other}. */
  boolean mayAccess(Owner other);

  /** A caller who reaches their own jobs only. */
  static Caller user(String name) {
    return new User(new Owner(name));
  }

  /** A caller who reaches all jobs. */
  static Caller admin(String name) {
    return new Admin(new Owner(name));
  }

  /**
   * A caller who reaches their own jobs only.
   *
   * @param owner the caller's identity
   */
  record User(Owner owner) implements Caller {

    public User {
      Objects.requireNonNull(owner, "owner");
    }

    @Override
    public boolean mayAccess(Owner other) {
      return owner.equals(other);
    }
  }

  /**
   * A caller who reaches all jobs.
   *
   * @param owner the caller's identity
   */
  record Admin(Owner owner) implements Caller {

    public Admin {
      Objects.requireNonNull(owner, "owner");
    }

    @Override
    public boolean mayAccess(Owner other) {
      return true;
    }
  }
}
