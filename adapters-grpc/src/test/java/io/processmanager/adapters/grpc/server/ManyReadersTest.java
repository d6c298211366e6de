package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.client.GrpcJobs;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hundred readers of one job, and one among others that is stopped dead. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ManyReadersTest {

  private static final int READERS = 100;

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

  @Test
  void hundredFollowersOfOneJobAreEachGivenAllOfIt(@TempDir Path directory) throws Exception {
    allAreGiven(2_000_000, directory, 100);
  }

  @Test
  @Tag("soak")
  @Timeout(value = 900, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void hundredFollowersOfALongOutputAreEachGivenAllOfIt(@TempDir Path directory) throws Exception {
    allAreGiven(100_000_000, directory, 800);
  }

  private void allAreGiven(int length, Path directory, int seconds) throws Exception {
    Path copy = directory.resolve("copy");
    Path go = directory.resolve("go");
    Job job =
        shell(
            "while [ ! -e %s ]; do sleep 0.02; done; head -c %d /dev/urandom | tee %s"
                .formatted(go, length, copy));

    List<CompletableFuture<String>> hashes = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      hashes.add(follow(job.id()));
    }
    Files.createFile(go);
    List<String> seen = new ArrayList<>();
    for (CompletableFuture<String> hash : hashes) {
      seen.add(hash.get(seconds, TimeUnit.SECONDS));
    }

    byte[] written = Files.readAllBytes(copy);
    assertThat(written).hasSize(length);
    MessageDigest expected = MessageDigest.getInstance("SHA-256");
    assertThat(seen).containsOnly(HexFormat.of().formatHex(expected.digest(written)));
  }

  @Test
  void readerThatIsStoppedDeadHoldsUpNeitherTheJobNorOthers() throws Exception {
    Job job = shell("head -c 64000000 /dev/zero; exit 3");
    Stalled stalled = new Stalled();
    jobs.output(job.id(), OutputQuery.all()).subscribe(stalled);
    assertThat(stalled.received.await(20, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<String> other = follow(job.id());

    assertThat(jobs.awaitExit(job.id()).exit()).isEqualTo(new Exit.Exited(3));
    assertThat(other.get(100, TimeUnit.SECONDS)).isNotEmpty();
    assertThat(jobs.status(job.id()).output().endOffset()).isEqualTo(64_000_000);
    stalled.cancel();
  }

  /** 6 GB, if there were a copy for each. */
  @Test
  void outputIsHeldOnceHoweverManyReadersStandBeforeIt() throws Exception {
    Job job = shell("head -c 64000000 /dev/zero");
    jobs.awaitExit(job.id());
    long before = usedMebibytes();
    List<Stalled> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      Stalled stalled = new Stalled();
      jobs.output(job.id(), OutputQuery.all()).subscribe(stalled);
      readers.add(stalled);
    }
    for (Stalled stalled : readers) {
      assertThat(stalled.received.await(20, TimeUnit.SECONDS)).isTrue();
    }

    long added = usedMebibytes() - before;

    readers.forEach(Stalled::cancel);
    assertThat(added).isLessThan(512);
  }

  /** Of this process, in which both sides are, whatever kind of memory it is. */
  private static long usedMebibytes() throws IOException {
    String kibibytes =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow()
            .replaceAll("\\D", "");
    return Long.parseLong(kibibytes) >> 10;
  }

  private Job shell(String script) {
    return jobs.start(JobSpec.of("sh", "-c", script));
  }

  private CompletableFuture<String> follow(JobId job) throws NoSuchAlgorithmException {
    Hashing hashing = new Hashing();
    jobs.output(job, OutputQuery.all()).subscribe(hashing);
    return hashing.hash;
  }

  /** Hashes what it is given, up to the output's end. */
  private static final class Hashing implements Flow.Subscriber<OutputItem> {

    private final MessageDigest digest = MessageDigest.getInstance("SHA-256");
    private final CompletableFuture<String> hash = new CompletableFuture<>();

    Hashing() throws NoSuchAlgorithmException {}

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(OutputItem item) {
      if (item instanceof OutputItem.Chunk chunk) {
        digest.update(chunk.data());
      } else if (item instanceof OutputItem.End) {
        hash.complete(HexFormat.of().formatHex(digest.digest()));
      } else {
        hash.completeExceptionally(new AssertionError("not all of it, but " + item));
      }
    }

    @Override
    public void onError(Throwable failure) {
      hash.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      hash.completeExceptionally(new AssertionError("no end"));
    }
  }
}
