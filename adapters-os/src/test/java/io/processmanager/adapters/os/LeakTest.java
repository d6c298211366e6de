package io.processmanager.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.Limit;
import io.processmanager.domain.job.Resource;
import io.processmanager.ports.inbound.JobsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many launches, some that work and more that fail, leave nothing. */
@ParameterizedClass
@EnumSource(
    value = CgroupUse.class,
    names = {"WHERE_POSSIBLE", "NONE"})
final class LeakTest extends EngineTest {

  private static final int LAUNCHES = 2_000;
  private static final int AT_ONCE = 4;

  @TempDir private Path directory;
  private List<JobSpec> specs;

  LeakTest(CgroupUse use) {
    super(use);
  }

  @BeforeEach
  void writeSpecs() throws Exception {
    Path formless = directory.resolve("formless");
    Executables.allow(Files.writeString(formless, "no program\n"), "rwxr-xr-x");
    JobSpec works = JobSpec.of("true");
    specs =
        List.of(
            works,
            works.withWorkingDirectory("/").withNice(3),
            JobSpec.of("/no/such/program"),
            JobSpec.of("no-such-program"),
            JobSpec.of(formless.toString()),
            JobSpec.of("true", "x".repeat(140_000)),
            works.withWorkingDirectory("/no/such/directory"),
            works.withWorkingDirectory("/etc/passwd"),
            works.withSoftLimit(Resource.OPEN_FILES, Limit.unlimited()),
            JobSpec.of(formless.toString()).withWorkingDirectory(directory.toString()));
  }

  @Test
  void nothingGrows() throws Exception {
    specs.forEach(this::tryOut);
    awaitNoCgroups();
    long descriptorsBefore = openDescriptors();
    long childrenBefore = children();
    int threadsBefore = engineThreads();

    List<Future<Boolean>> launches = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < LAUNCHES; i++) {
        JobSpec spec = specs.get(i % specs.size());
        launches.add(callers.submit(() -> tryOut(spec)));
      }
    }

    int worked = 0;
    for (Future<Boolean> launch : launches) {
      worked += launch.get() ? 1 : 0;
    }
    assertThat(worked).isEqualTo(2 * LAUNCHES / specs.size());
    awaitNoCgroups();
    assertThat(openDescriptors()).isEqualTo(descriptorsBefore);
    assertThat(children()).isEqualTo(childrenBefore);
    assertThat(engineThreads()).isEqualTo(threadsBefore);
  }

  /** Returns whether it worked, and leaves nothing of it. */
  private boolean tryOut(JobSpec spec) {
    Launched launched;
    try {
      launched = launch(spec);
    } catch (JobsException refused) {
      return false;
    }
    assertThat(
            catchThrowable(
                () -> {
                  awaitExit(launched);
                  discard(launched);
                }))
        .isNull();
    return true;
  }
}
