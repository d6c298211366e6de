package io.processmanager.adapters.os.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcess;
import com.zaxxer.nuprocess.NuProcessBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** NuProcess, whose handler is called by its one thread. */
final class NuRunner implements Contender.Runner {

  @Override
  public Contender.Running start(Path directory, String... command) {
    Handler handler = new Handler();
    NuProcessBuilder builder = new NuProcessBuilder(handler, command);
    builder.setCwd(directory);
    NuProcess process = builder.start();
    if (process == null) {
      throw new IllegalStateException("NuProcess gave null");
    }
    return new Contender.Running(
        handler.exit, handler.exit.thenApply(exit -> handler.text()), () -> process.destroy(true));
  }

  private static final class Handler extends NuAbstractProcessHandler {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final CompletableFuture<String> exit = new CompletableFuture<>();

    String text() {
      return bytes.toString(UTF_8) + errors.toString(UTF_8);
    }

    @Override
    public void onStdout(ByteBuffer buffer, boolean closed) {
      take(buffer, bytes);
    }

    @Override
    public void onStderr(ByteBuffer buffer, boolean closed) {
      take(buffer, errors);
    }

    private static void take(ByteBuffer buffer, ByteArrayOutputStream to) {
      byte[] taken = new byte[buffer.remaining()];
      buffer.get(taken);
      to.writeBytes(taken);
    }

    @Override
    public void onExit(int statusCode) {
      exit.complete(Integer.toString(statusCode));
    }
  }
}
