package example;

import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobHandle;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import java.io.IOException;
import java.util.Optional;

/**
 * Copies a job's output to one sink, from where the sink stands to the end. Each sink has a relay
 * and a thread of its own: a slow one holds up neither the job nor the others.
 */
final class Relay implements Runnable {

  private static final long PAUSE_MILLIS = 1000;

  private final JobHandle job;
  private final Sink sink;
  private volatile boolean complete;

  Relay(JobHandle job, Sink sink) {
    this.job = job;
    this.sink = sink;
  }

  @Override
  public void run() {
    try (sink) {
      while (!copiedToTheEnd()) {
        Thread.sleep(PAUSE_MILLIS);
      }
      complete = true;
    } catch (IOException | InterruptedException | JobsException failed) {
      System.err.println("a sink is given up: " + failed);
    }
  }

  /** Whether the output was copied to its end. */
  boolean isComplete() {
    return complete;
  }

  /** The client makes new connections by itself for a minute; after that, this begins again. */
  private boolean copiedToTheEnd() throws IOException, InterruptedException {
    try (OutputReader output = job.openOutput(OutputQuery.fromOffset(sink.position()))) {
      for (Optional<OutputItem> item = output.next(); item.isPresent(); item = output.next()) {
        copy(item.get());
      }
      return true;
    } catch (JobsException.Unavailable lost) {
      System.err.println("no connection, trying again: " + lost.getMessage());
      return false;
    }
  }

  private void copy(OutputItem item) throws IOException {
    if (item instanceof OutputItem.Chunk chunk) {
      sink.write(chunk.data(), chunk.offset());
    } else if (item instanceof OutputItem.Gap gap) {
      System.err.println(gap.lengthBytes() + " bytes are no longer kept, from " + gap.from());
    }
  }
}
