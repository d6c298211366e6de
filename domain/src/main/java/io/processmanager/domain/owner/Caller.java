package io.processmanager.domain.owner;

import java.util.Objects;

/** Somebody who asks, with what they may do. */
public sealed interface Caller {

  /** {@return whose name the jobs that this caller starts will carry} */
  Owner owner();

  /**
   * {@return whether this caller may see and alter what belongs to {@code other}: the access rule}
   *
   * @param other an owner
   */
  boolean mayAccess(Owner other);

  /**
   * {@return a caller who reaches their own jobs only}
   *
   * @param name their name; it becomes the owner of what they start
   */
  static Caller user(String name) {
    return new User(new Owner(name));
  }

  /**
   * {@return a caller who reaches all jobs}
   *
   * @param name their name; it becomes the owner of what they start
   */
  static Caller admin(String name) {
    return new Admin(new Owner(name));
  }

  /**
   * A caller who reaches their own jobs only.
   *
   * @param owner the caller's identity
   */
  record User(Owner owner) implements Caller {

    /** Checks that nothing is null. */
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

    /** Checks that nothing is null. */
    public Admin {
      Objects.requireNonNull(owner, "owner");
    }

    @Override
    public boolean mayAccess(Owner other) {
      return true;
    }
  }
}
