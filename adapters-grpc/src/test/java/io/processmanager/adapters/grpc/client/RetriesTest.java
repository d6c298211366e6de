package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetriesTest {

  @Test
  void threadTakesOverNothingOfTheOneThatHappensToStartIt() throws Exception {
    InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
    inherited.set("the caller's");
    Thread caller = Thread.currentThread();
    ClassLoader before = caller.getContextClassLoader();
    ClassLoader own = new ClassLoader() {};
    CompletableFuture<String> seen = new CompletableFuture<>();
    try (Retries retries = new Retries()) {
      caller.setContextClassLoader(own);

      var unused =
          retries.after(
              Duration.ZERO,
              () ->
                  seen.complete(
                      inherited.get()
                          + ", "
                          + own.equals(Thread.currentThread().getContextClassLoader())));

      assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("null, false");
    } finally {
      caller.setContextClassLoader(before);
      inherited.remove();
    }
  }
}
