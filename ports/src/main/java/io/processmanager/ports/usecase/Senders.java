package io.processmanager.ports.usecase;

import io.processmanager.domain.job.EndCause;
import io.processmanager.domain.job.Exit;
import io.processmanager.domain.job.Signal;
import io.processmanager.domain.owner.Owner;
import io.processmanager.ports.outbound.LeaderEnd;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who sent which signal to a job last. Guarded by the job's monitor. */
final class Senders {

  private final Map<Signal, Owner> last = new HashMap<>(2);

  void note(Signal signal, Owner sender) {
    last.put(signal, sender);
  }

  /** Why a job ended that nobody stopped. */
  EndCause causeOf(LeaderEnd end) {
    Optional<Owner> sender =
        end.exit() instanceof Exit.Signaled signaled
            ? Optional.ofNullable(last.get(signaled.signal()))
            : Optional.empty();
    return EndCause.withoutStop(end.exit(), end.outOfMemory(), sender);
  }
}
