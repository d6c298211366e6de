package example;

import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.contract.Capability;
import io.processmanager.ports.contract.JobsContract;
import io.processmanager.ports.inbound.Jobs;
import io.processmanager.ports.usecase.LocalJobs;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

// example: contract
final class RelayJobsContractTest extends JobsContract {

  private final LocalJobs worker = LocalJobs.open();
  private final ExecutorService line = Executors.newFixedThreadPool(2);

  @Override
  public Set<Capability> capabilities() {
    // Nobody is an admin behind this line.
    return EnumSet.complementOf(EnumSet.of(Capability.ADMIN));
  }

  @Override
  public Jobs jobsOf(String user) {
    return new RelayJobs(line, worker, Caller.user(user));
  }

  @Override
  public Jobs jobsOfAdmin() {
    throw new UnsupportedOperationException("nobody is an admin");
  }

  @Override
  public String ownerName(String user) {
    return user;
  }

  @AfterEach
  void close() {
    worker.close();
    line.shutdown();
  }
}
// end
