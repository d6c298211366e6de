package io.processmanager.domain.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a leader is given by the kernel before its program's first instruction, and hands on to what
 * it forks. Where nothing is said, it is as whoever starts the job has it.
 *
 * <p><b>Shape.</b> Immutable.
 *
 * <p><b>Source.</b> Contract JOB-100, PRO-60 and following.
 *
 * @param umask the permission bits that files it creates do not get, from 0 to 0777; umask(2)
 * @param nice the nice value, from -20, the most favoured, to 19; setpriority(2). Where the kernel
 *     schedules sessions as groups (sched(7), autogroup), the job's group is given it right after
 *     the start, which is the one thing that is not done before; who is not root may do that ten
 *     times a second only, and the group stays as it is where the kernel refuses
 * @param softLimits soft resource limits, none above its hard one, and those stay; setrlimit(2)
 */
public record ProcessAttributes(
    OptionalInt umask, OptionalInt nice, Map<Resource, Limit> softLimits) {

  private static final int LARGEST_UMASK = 0777;
  private static final int LOWEST_NICE = -20;
  private static final int HIGHEST_NICE = 19;
  private static final ProcessAttributes INHERITED =
      new ProcessAttributes(OptionalInt.empty(), OptionalInt.empty(), Map.of());

  /**
   * Checks and copies the values.
   *
   * @throws IllegalArgumentException {@code umask} or {@code nice} is out of range
   */
  public ProcessAttributes {
    Objects.requireNonNull(umask, "umask").ifPresent(ProcessAttributes::requireUmask);
    Objects.requireNonNull(nice, "nice").ifPresent(ProcessAttributes::requireNice);
    Objects.requireNonNull(softLimits, "softLimits");
    Map<Resource, Limit> copy = new EnumMap<>(Resource.class);
    softLimits.forEach(
        (resource, limit) ->
            copy.put(
                Objects.requireNonNull(resource, "resource"),
                Objects.requireNonNull(limit, "limit")));
    softLimits = Collections.unmodifiableMap(copy);
  }

  private static void requireUmask(int umask) {
    if (umask < 0 || umask > LARGEST_UMASK) {
      throw new IllegalArgumentException(
          "umask " + Integer.toString(umask, 8) + " is not between 0 and 777, in octal");
    }
  }

  private static void requireNice(int nice) {
    if (nice < LOWEST_NICE || nice > HIGHEST_NICE) {
      throw new IllegalArgumentException(
          "nice value " + nice + " is not between " + LOWEST_NICE + " and " + HIGHEST_NICE);
    }
  }

  /** {@return attributes that are all as whoever starts the job has them} */
  public static ProcessAttributes inherited() {
    return INHERITED;
  }

  /**
   * {@return these attributes, with a umask}
   *
   * @param newUmask permission bits that files it creates do not get, from 0 to 0777
   */
  public ProcessAttributes withUmask(int newUmask) {
    return new ProcessAttributes(OptionalInt.of(newUmask), nice, softLimits);
  }

  /**
   * {@return these attributes, with a nice value}
   *
   * @param newNice from -20, the most favoured, to 19
   */
  public ProcessAttributes withNice(int newNice) {
    return new ProcessAttributes(umask, OptionalInt.of(newNice), softLimits);
  }

  /**
   * {@return these attributes, with a soft limit more, or another value for it}
   *
   * @param resource what is limited
   * @param limit how much of it
   */
  public ProcessAttributes withSoftLimit(Resource resource, Limit limit) {
    Map<Resource, Limit> extended = new EnumMap<>(Resource.class);
    extended.putAll(softLimits);
    extended.put(
        Objects.requireNonNull(resource, "resource"), Objects.requireNonNull(limit, "limit"));
    return new ProcessAttributes(umask, nice, extended);
  }

  /** Such as {@code umask 022, nice 5, nofile 64}, or {@code inherited}. */
  @Override
  public String toString() {
    List<String> given = new ArrayList<>();
    umask.ifPresent(bits -> given.add("umask 0" + Integer.toOctalString(bits)));
    nice.ifPresent(value -> given.add("nice " + value));
    softLimits.forEach((resource, limit) -> given.add(resource.shortName() + " " + limit));
    return given.isEmpty() ? "inherited" : String.join(", ", given);
  }
}
