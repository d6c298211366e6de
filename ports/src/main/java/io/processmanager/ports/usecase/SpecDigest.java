package io.processmanager.ports.usecase;

import io.processmanager.domain.job.JobSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Tells specs apart without keeping them: equal ones have the same, others do not. */
final class SpecDigest {

  private final MessageDigest digest;

  private SpecDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  /** In hexadecimal. */
  static String of(JobSpec spec) {
    SpecDigest all = new SpecDigest();
    all.add(spec.program());
    all.add(Integer.toString(spec.arguments().size()));
    spec.arguments().forEach(all::add);
    all.add(Integer.toString(spec.environment().size()));
    new TreeMap<>(spec.environment()).forEach(all::add);
    all.add(spec.workingDirectory().toString());
    all.add(String.valueOf(spec.attributes().umask()));
    all.add(String.valueOf(spec.attributes().nice()));
    for (Map.Entry<?, ?> limit : new TreeMap<>(spec.attributes().softLimits()).entrySet()) {
      all.add(limit.getKey().toString(), limit.getValue().toString());
    }
    all.add(spec.stopPolicy().toString());
    return HexFormat.of().formatHex(all.digest.digest());
  }

  private void add(String name, String value) {
    add(name);
    add(value);
  }

  /** With its length, so that what follows cannot be taken for a part of it. */
  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
