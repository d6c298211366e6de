package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.adapters.grpc.server.Loopback;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Readers of one job's output, with a proxy between them and the worker. */
abstract class BehindProxy {

  private static final long BOUND_NANOS = 20_000_000_000L;

  @TempDir Path directory;
  final LocalJobs local = LocalJobs.open();
  final Jobs alice = local.forCaller(Caller.user("CN=alice"));
  final Followed followed = new Followed();
  Loopback loopback;
  CuttingProxy proxy;
  JobId job;
  private @Nullable GrpcJobs client;

  @BeforeEach
  final void serve() throws Exception {
    loopback = Loopback.serve(local, Files.createDirectory(directory.resolve("pki")));
    proxy = CuttingProxy.before(loopback.server().port());
    job = firstJob();
  }

  /** Starts the job that is read, if a test starts no other. */
  abstract JobId firstJob() throws Exception;

  @AfterEach
  final void stop() {
    if (client != null) {
      client.close();
    }
    proxy.close();
    loopback.close();
    local.close();
  }

  /** Starts a job and waits until it has printed so much. */
  final JobId start(String script, long bytes) throws Exception {
    JobId started = alice.start(JobSpec.of("sh", "-c", script)).id();
    awaitOutput(started, bytes);
    return started;
  }

  final void awaitOutput(JobId printing, long bytes) throws Exception {
    try (var reader = alice.openOutput(printing, OutputQuery.all().withLimit(bytes))) {
      while (reader.next().isPresent()) {}
    }
  }

  /** Words of a script that wait for {@link #letGoOn}. */
  final String waitFor(String name) {
    return "while [ ! -e " + directory.resolve(name) + " ]; do sleep 0.02; done";
  }

  final void letGoOn(String name) throws Exception {
    Files.createFile(directory.resolve(name));
  }

  /** A client whose readers' losses are noted. */
  final GrpcJobsBuilder builder() {
    return GrpcJobs.builder()
        .address(proxy.address())
        .tls(loopback.pki().client("alice").material())
        .reconnectListener(followed);
  }

  final GrpcJobs connect(GrpcJobsBuilder builder) {
    GrpcJobs connected = builder.build();
    client = connected;
    return connected;
  }

  /** The client that was connected last. */
  final GrpcJobs jobs() {
    return Objects.requireNonNull(client);
  }

  static void await(BooleanSupplier condition) throws Exception {
    long bound = System.nanoTime() + BOUND_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(bound);
      Thread.sleep(5);
    }
  }
}
