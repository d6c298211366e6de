package io.processmanager.ports.contract;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the rules need of the implementation under test, and the steps that they share. */
public interface JobsHarness {

  /** How long anything that must happen may take on a busy machine. */
  Duration BOUND = Duration.ofSeconds(30);

  /**
   * What the implementation and the place where it is tested have. Default: everything. Leave out
   * what your transport cannot have, not what it does not do right yet.
   */
  default Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  /**
   * The jobs of a caller called {@code user}; the same caller for the same name. Without {@link
   * Capability#SEVERAL_OWNERS} asked for {@code alice} only.
   */
  Jobs jobsOf(String user);

  /** The jobs of an admin; not asked for without {@link Capability#ADMIN}. */
  Jobs jobsOfAdmin();

  /** The owner's name that the implementation gives to a caller called {@code user}. */
  String ownerName(String user);

  /** The jobs of one and the same caller. */
  default Jobs jobs() {
    return jobsOf("alice");
  }

  /** Starts a script of the POSIX shell. */
  default Job startShell(String script) {
    return jobs().start(JobSpec.of("sh", "-c", script));
  }

  /** All that a job prints, to its end. */
  default byte[] bytesOf(JobId job, OutputQuery query) throws IOException {
    try (InputStream output = jobs().openOutput(job, query).asInputStream()) {
      return output.readAllBytes();
    }
  }

  /** All that a reader of a job is given, to its end. */
  default List<OutputItem> itemsOf(Job job, OutputQuery query) throws InterruptedException {
    List<OutputItem> items = new ArrayList<>();
    try (OutputReader reader = jobs().openOutput(job.id(), query)) {
      for (Optional<OutputItem> item = reader.next(); item.isPresent(); item = reader.next()) {
        items.add(item.get());
      }
    }
    return items;
  }

  /** All that a job prints, to its end, as text. */
  default String textOf(JobId job) throws IOException {
    return new String(bytesOf(job, OutputQuery.all()), StandardCharsets.UTF_8);
  }

  /** What a job has printed so far, as text. */
  default String textSoFar(JobId job) throws IOException {
    OutputQuery soFar = OutputQuery.all().withoutFollowing();
    return new String(bytesOf(job, soFar), StandardCharsets.UTF_8);
  }

  /** The process id in the line that a job prints as {@code label} and the number. */
  default long pidPrinted(JobId job, String label) throws IOException, InterruptedException {
    awaitOutput(job, label + " ");
    return Long.parseLong(textSoFar(job).replaceAll("(?s).*" + label + " (\\d+)\n.*", "$1"));
  }

  /** Waits until a job is being stopped; one that ends instead fails the rule. */
  default JobState.Stopping awaitStopping(Job job) {
    JobState state = jobs().status(job.id()).job().state();
    while (state instanceof JobState.Running) {
      Thread.onSpinWait();
      state = jobs().status(job.id()).job().state();
    }
    return (JobState.Stopping) state;
  }

  /** Follows a job until it has printed {@code text}. */
  default void awaitOutput(JobId job, String text) throws InterruptedException {
    try (OutputReader reader = jobs().openOutput(job, OutputQuery.all())) {
      awaitOutput(reader, text);
    }
  }

  /** Reads on until {@code text} has come. */
  default void awaitOutput(OutputReader reader, String text) throws InterruptedException {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    while (!seen.toString(StandardCharsets.UTF_8).contains(text)) {
      Optional<OutputItem> item = reader.next();
      if (item.isEmpty() || item.get() instanceof OutputItem.End) {
        throw new AssertionError("the output ended without '" + text + "' but with: " + seen);
      }
      if (item.get() instanceof OutputItem.Chunk chunk) {
        byte[] bytes = new byte[chunk.data().remaining()];
        chunk.data().get(bytes);
        seen.writeBytes(bytes);
      }
    }
  }

  /** Whether a process runs; one that is dead and waits to be reaped does not. */
  default boolean isRunning(long pid) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (NoSuchFileException gone) {
      return false;
    }
  }
}
