package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Output of real jobs over TLS: much of it, and its end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OutputScenariosTest {

  private static final long HUNDRED_MEGABYTES = 100_000_000;

  private final LocalJobs local = LocalJobs.open();
  private Loopback loopback;
  private GrpcJobs jobs;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    loopback = Loopback.serve(local, directory);
    jobs = loopback.client("alice");
  }

  @AfterAll
  void close() {
    loopback.close();
    local.close();
  }

  /** Early: before the first byte. Midway: while it prints. Late: when it has ended. */
  @Test
  void hundredMegabytesOfNoiseAreTheSameForEveryReader(@TempDir Path directory) throws Exception {
    Path copy = directory.resolve("copy");
    Path go = directory.resolve("go");
    String script =
        "while [ ! -e %s ]; do sleep 0.02; done; head -c %d /dev/urandom | tee %s"
            .formatted(go, HUNDRED_MEGABYTES, copy);
    Job job = jobs.start(JobSpec.of("sh", "-c", script));

    CompletableFuture<String> early = hashInBackground(job.id());
    Files.createFile(go);
    awaitSize(job.id(), HUNDRED_MEGABYTES / 4);
    CompletableFuture<String> midway = hashInBackground(job.id());
    jobs.awaitExit(job.id());
    String late = hash(job.id());

    String expected;
    try (InputStream file = Files.newInputStream(copy)) {
      expected = hash(file);
    }
    assertThat(Files.size(copy)).isEqualTo(HUNDRED_MEGABYTES);
    assertThat(List.of(early.get(), midway.get(), late)).containsOnly(expected);
  }

  private void awaitSize(JobId job, long bytes) throws InterruptedException {
    try (OutputReader reader = jobs.openOutput(job, OutputQuery.all())) {
      long seen = 0;
      while (seen < bytes) {
        seen = reader.next().orElseThrow().nextOffset();
      }
    }
  }

  private CompletableFuture<String> hashInBackground(JobId job) {
    CompletableFuture<String> hash = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                hash.complete(hash(job));
              } catch (Exception failed) {
                hash.completeExceptionally(failed);
              }
            });
    reader.start();
    return hash;
  }

  private String hash(JobId job) throws Exception {
    try (InputStream output = jobs.openOutput(job, OutputQuery.all()).asInputStream()) {
      return hash(output);
    }
  }

  private static String hash(InputStream bytes) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[64 * 1024];
    for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
      digest.update(buffer, 0, count);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Of several, so that one slow moment of the machine does not count. */
  @Test
  void streamEndsWithinASecondOfTheJobAndNotBeforeItsLastByte() throws Exception {
    List<Duration> delays = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Job job = jobs.start(JobSpec.of("sh", "-c", "sleep 0.1; seq 1 20000; exit 7"));

      List<OutputItem> items = read(job.id());

      OutputItem.End end = (OutputItem.End) items.get(items.size() - 1);
      delays.add(Duration.between(end.job().endedAt(), Instant.now()));
      assertThat(end.offset()).isEqualTo(108_894);
      assertThat(items.get(items.size() - 2).nextOffset()).isEqualTo(108_894);
      assertThat(end.job().exit().shellStatus()).isEqualTo(7);
    }
    assertThat(delays)
        .filteredOn(delay -> delay.compareTo(Duration.ofSeconds(1)) > 0)
        .hasSizeLessThanOrEqualTo(1);
  }

  private List<OutputItem> read(JobId job) throws InterruptedException {
    List<OutputItem> items = new ArrayList<>();
    try (OutputReader reader = jobs.openOutput(job, OutputQuery.all())) {
      for (Optional<OutputItem> item = reader.next(); item.isPresent(); item = reader.next()) {
        items.add(item.get());
      }
    }
    return items;
  }
}
