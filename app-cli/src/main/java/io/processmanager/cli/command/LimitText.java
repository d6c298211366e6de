package io.processmanager.cli.command;

import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.Resource;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A limit as people write it: {@code nofile=1024}, {@code as=2G}, {@code cpu=30s}, {@code
 * core=unlimited}.
 *
 * @param resource what is limited
 * @param limit how much of it there is
 */
record LimitText(Resource resource, Limit limit) {

  private static final String UNLIMITED = "unlimited";
  private static final Pattern COUNT = Pattern.compile("[0-9]+");
  private static final Pattern BYTES = Pattern.compile("([0-9]+)(?:([KMGT])(?:iB)?)?");

  /**
   * Reads one limit.
   *
   * @throws IllegalArgumentException {@code text} is none
   */
  static LimitText parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "'" + text + "' is not NAME=VALUE; give one such as nofile=1024");
    }
    Resource resource = resource(text.substring(0, equals));
    String value = text.substring(equals + 1);
    return new LimitText(
        resource,
        value.equals(UNLIMITED) ? Limit.unlimited() : Limit.atMost(amount(resource, value)));
  }

  private static Resource resource(String name) {
    return Arrays.stream(Resource.values())
        .filter(resource -> resource.shortName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no limit '" + name + "' to set; there are " + names()));
  }

  private static String names() {
    return Arrays.stream(Resource.values())
        .map(Resource::shortName)
        .collect(Collectors.joining(", "));
  }

  private static long amount(Resource resource, String value) {
    try {
      return switch (resource) {
        case OPEN_FILES -> count(value);
        case CORE_SIZE, FILE_SIZE, ADDRESS_SPACE -> bytes(value);
        case CPU_TIME -> seconds(value);
      };
    } catch (NumberFormatException | ArithmeticException tooLarge) {
      throw new IllegalArgumentException(
          "'" + value + "' is more than a limit can be; give " + UNLIMITED, tooLarge);
    }
  }

  private static long count(String value) {
    if (!COUNT.matcher(value).matches()) {
      throw none(value, "a whole number, such as 1024,");
    }
    return Long.parseLong(value);
  }

  private static long bytes(String value) {
    Matcher form = BYTES.matcher(value);
    if (!form.matches()) {
      throw none(value, "bytes, such as 4096, 64K, 512M or 2G,");
    }
    return Math.multiplyExact(Long.parseLong(form.group(1)), unit(form.group(2)));
  }

  private static long unit(String name) {
    return switch (name) {
      case "K" -> 1L << 10;
      case "M" -> 1L << 20;
      case "G" -> 1L << 30;
      case "T" -> 1L << 40;
      case null, default -> 1;
    };
  }

  private static long seconds(String value) {
    if (COUNT.matcher(value).matches()) {
      return Long.parseLong(value);
    }
    Duration time = duration(value);
    if (!time.equals(Duration.ofSeconds(time.toSeconds()))) {
      throw none(value, "whole seconds, such as 30, 30s or 2m,");
    }
    return time.toSeconds();
  }

  private static Duration duration(String value) {
    try {
      return Durations.parse(value);
    } catch (IllegalArgumentException notADuration) {
      throw none(value, "whole seconds, such as 30, 30s or 2m,");
    }
  }

  private static IllegalArgumentException none(String value, String expected) {
    return new IllegalArgumentException(
        "'" + value + "' is not " + expected + " and not " + UNLIMITED);
  }

  /** Limits as {@link #parse} would take them, side by side. */
  static String of(Map<Resource, Limit> limits) {
    return limits.entrySet().stream()
        .map(limit -> limit.getKey().shortName() + "=" + limit.getValue())
        .collect(Collectors.joining(", "));
  }
}
