package example;

import io.processmanager.adapters.grpc.client.ReconnectListener;
import io.processmanager.domain.job.JobId;
import io.processmanager.ports.inbound.JobsException;
import java.time.Duration;

/** Says on stderr when a connection was lost and when a reader goes on. */
final class Notes implements ReconnectListener {

  @Override
  public void onConnectionLost(JobId job, long offset, JobsException cause, Duration untilNextTry) {
    System.err.println("connection lost at offset " + offset);
  }

  @Override
  public void onResumed(JobId job, long offset) {
    System.err.println("resumed at offset " + offset);
  }
}
