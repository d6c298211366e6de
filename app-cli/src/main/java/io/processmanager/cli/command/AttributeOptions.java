package io.processmanager.cli.command;

import io.processmanager.domain.job.ProcessAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what the kernel gives a job's process. */
final class AttributeOptions {

  private static final int OCTAL = 8;
  private static final Pattern UMASK = Pattern.compile("[0-7]{1,9}");
  private static final Pattern NICE = Pattern.compile("[+-]?[0-9]{1,9}");

  @Option(
      names = "--umask",
      paramLabel = "OCTAL",
      description = "Permission bits that files it creates do not get, in octal, such as 027.")
  private @Nullable String umask;

  @Option(
      names = "--nice",
      paramLabel = "N",
      description = "Its nice value, from -20, the most favoured, to 19.")
  private @Nullable String nice;

  @Option(
      names = "--limit",
      paramLabel = "NAME=VALUE",
      description =
          "A soft limit; may be given many times. NAME is nofile (descriptors), core, "
              + "fsize, as (bytes: core dump, file, virtual memory; also 64K, 512M, 2G) or cpu "
              + "(seconds; also 30s, 2m, 1h). VALUE may be unlimited.")
  private List<String> limits = new ArrayList<>();

  /** What the options say; the rest is as the worker has it. */
  ProcessAttributes attributes() {
    ProcessAttributes attributes = ProcessAttributes.inherited();
    if (umask != null) {
      attributes = withUmask(attributes, umask);
    }
    if (nice != null) {
      attributes = withNice(attributes, nice);
    }
    for (String limit : limits) {
      LimitText parsed = OptionValue.read("--limit", () -> LimitText.parse(limit));
      attributes = attributes.withSoftLimit(parsed.resource(), parsed.limit());
    }
    return attributes;
  }

  private static ProcessAttributes withUmask(ProcessAttributes attributes, String text) {
    if (!UMASK.matcher(text).matches()) {
      throw CommandFailure.usage(
          "--umask: '" + text + "' is not a umask; give permission bits in octal, such as 027");
    }
    return OptionValue.allowed(
        "--umask", () -> attributes.withUmask(Integer.parseInt(text, OCTAL)));
  }

  private static ProcessAttributes withNice(ProcessAttributes attributes, String text) {
    if (!NICE.matcher(text).matches()) {
      throw CommandFailure.usage(
          "--nice: '" + text + "' is not a nice value; give a whole number from -20 to 19");
    }
    return OptionValue.allowed("--nice", () -> attributes.withNice(Integer.parseInt(text)));
  }
}
