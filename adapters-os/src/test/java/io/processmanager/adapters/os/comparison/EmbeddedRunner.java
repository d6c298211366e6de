package io.processmanager.adapters.os.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.usecase.LocalJobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** This project's jobs, embedded. */
final class EmbeddedRunner implements Contender.Runner {

  private final LocalJobs local;
  private final Jobs jobs;

  EmbeddedRunner(LocalJobs local) {
    this.local = local;
    this.jobs = local.forCaller(Caller.user("alice"));
  }

  @Override
  public Contender.Running start(Path directory, String... command) {
    List<String> arguments = Arrays.asList(command).subList(1, command.length);
    Job job =
        jobs.start(
            JobSpec.of(command[0], arguments.toArray(String[]::new))
                .withWorkingDirectory(directory.toString()));
    CompletableFuture<String> output = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> read(job.id(), output));
    return new Contender.Running(
        jobs.onExit(job.id()).toCompletableFuture().thenApply(end -> end.exit().toString()),
        output,
        () -> jobs.stop(job.id(), Duration.ZERO));
  }

  private void read(JobId job, CompletableFuture<String> output) {
    try (InputStream stream = jobs.openOutput(job, OutputQuery.all()).asInputStream()) {
      output.complete(new String(stream.readAllBytes(), UTF_8));
    } catch (IOException failure) {
      output.completeExceptionally(new UncheckedIOException(failure));
    }
  }

  @Override
  public void close() {
    local.close();
  }
}
