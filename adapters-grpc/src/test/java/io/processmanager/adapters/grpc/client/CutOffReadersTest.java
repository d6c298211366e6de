package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.server.Loopback;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reader that is cut off again and again reads what was written. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CutOffReadersTest {

  private static final int CUTS = 50;
  private static final long BYTES = 20_000_000;
  private static final int MOST_BYTES_BEFORE_CUT = 300_000;

  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger resumed = new AtomicInteger();

  @Test
  void fiftyCutsAtRandomPlacesLoseNothingAndRepeatNothing(@TempDir Path directory)
      throws Exception {
    Path copy = directory.resolve("copy");
    Path pki = Files.createDirectory(directory.resolve("pki"));
    Random random = new Random(4);
    AtomicInteger connections = new AtomicInteger();
    try (LocalJobs local = LocalJobs.open();
        Loopback loopback = Loopback.serve(local, pki);
        CuttingProxy proxy = CuttingProxy.before(loopback.server().port());
        GrpcJobs direct = loopback.client("alice");
        GrpcJobs jobs = client(loopback, proxy)) {
      proxy.cutAfter(() -> bytesBeforeCut(connections.getAndIncrement(), random));
      String script = "head -c " + BYTES + " /dev/urandom | tee " + copy;
      JobId job = direct.start(JobSpec.of("sh", "-c", script)).id();

      String read;
      try (InputStream output = jobs.openOutput(job, OutputQuery.all()).asInputStream()) {
        read = hash(output);
      }

      try (InputStream file = Files.newInputStream(copy)) {
        assertThat(read).isEqualTo(hash(file));
      }
      assertThat(Files.size(copy)).isEqualTo(BYTES);
      assertThat(connections.get()).isGreaterThan(CUTS);
      assertThat(resumed.get()).isEqualTo(lost.get()).isGreaterThan(CUTS / 2);
    }
  }

  private GrpcJobs client(Loopback loopback, CuttingProxy proxy) {
    return GrpcJobs.builder()
        .address(proxy.address())
        .tls(loopback.pki().client("alice").material())
        .reconnect(
            new Reconnect(Duration.ofMillis(1), Duration.ofMillis(50), Duration.ofSeconds(60)))
        .reconnectListener(
            new ReconnectListener() {
              @Override
              public void onConnectionLost(
                  JobId job, long offset, JobsException cause, Duration untilNextTry) {
                lost.incrementAndGet();
              }

              @Override
              public void onResumed(JobId job, long offset) {
                resumed.incrementAndGet();
              }
            })
        .build();
  }

  /**
   * What is lost before it began is an error: the first connection carries more than the window of
   * HTTP/2 lets ahead, so that the reader has begun to read by then.
   */
  private static long bytesBeforeCut(int connection, Random random) {
    if (connection >= CUTS) {
      return Long.MAX_VALUE;
    }
    return random.nextInt(MOST_BYTES_BEFORE_CUT) + (connection == 0 ? BYTES / 8 : 1);
  }

  private static String hash(InputStream bytes) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[64 * 1024];
    for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
      digest.update(buffer, 0, count);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
