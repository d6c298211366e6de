package io.processmanager.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;

/** What differs from one run to the next without anybody having passed it in. */
final class Ambient {

  private static final Map<String, Set<String>> ASKED =
      Map.ofEntries(
          Map.entry(
              "java.lang.System",
              Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "getProperties")),
          Map.entry("java.lang.Boolean", Set.of("getBoolean")),
          Map.entry("java.lang.Integer", Set.of("getInteger")),
          Map.entry("java.lang.Long", Set.of("getLong")),
          Map.entry("java.lang.Math", Set.of("random")),
          Map.entry("java.lang.ProcessHandle", Set.of("current")),
          Map.entry("java.time.InstantSource", Set.of("system")),
          Map.entry("java.time.ZoneId", Set.of("systemDefault")),
          Map.entry("java.util.UUID", Set.of("randomUUID")),
          Map.entry("java.util.Locale", Set.of("getDefault")),
          Map.entry("java.util.TimeZone", Set.of("getDefault")),
          Map.entry("java.nio.charset.Charset", Set.of("defaultCharset")));

  private static final Set<String> RANDOM_TYPES =
      Set.of(
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.concurrent.ThreadLocalRandom",
          "java.util.random.RandomGenerator",
          "java.security.SecureRandom");

  /** A call, or a reference to a method, that asks for it. */
  static final DescribedPredicate<JavaAccess<?>> ACCESS =
      DescribedPredicate.describe(
          "the target tells the time, a random id or the environment",
          access -> isAsked(access.getTarget()) || isClock(access.getTarget()));

  static final DescribedPredicate<JavaClass> RANDOMNESS =
      DescribedPredicate.describe(
          "are sources of randomness", type -> RANDOM_TYPES.contains(type.getName()));

  private Ambient() {}

  private static boolean isAsked(AccessTarget target) {
    return ASKED.getOrDefault(target.getOwner().getName(), Set.of()).contains(target.getName());
  }

  /** {@code now} without a clock, and the clocks of the system. */
  private static boolean isClock(AccessTarget target) {
    String owner = target.getOwner().getName();
    return (owner.startsWith("java.time.") && target.getName().equals("now"))
        || (owner.equals("java.time.Clock")
            && (target.getName().startsWith("system") || target.getName().startsWith("tick")));
  }
}
