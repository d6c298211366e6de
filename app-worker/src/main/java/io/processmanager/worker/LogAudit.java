package io.processmanager.worker;

import static io.processmanager.worker.OneLine.quoted;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobSpec;
import io.processmanager.domain.job.JobState;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.outbound.Audit;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes into the log who did what to which job, as {@code event key=value ...}. The values of
 * environment variables are never written: they are often secrets.
 */
final class LogAudit implements Audit {

  private static final System.Logger LOG = System.getLogger("io.processmanager.worker.audit");

  @Override
  public void record(Event event) {
    LOG.log(level(event), () -> line(event));
  }

  private static System.Logger.Level level(Event event) {
    return event instanceof Event.AccessRefused
        ? System.Logger.Level.WARNING
        : System.Logger.Level.INFO;
  }

  static String line(Event event) {
    return switch (event) {
      case Event.Started started ->
          "started job="
              + started.job().id()
              + " owner="
              + quoted(started.job().owner().name())
              + " pid="
              + started.pid()
              + spec(started.job().spec());
      case Event.NotStarted notStarted ->
          "not-started"
              + by(notStarted.by())
              + spec(notStarted.spec())
              + " reason="
              + quoted(notStarted.why());
      case Event.StopRequested stop ->
          "stop-requested job=" + stop.job() + by(stop.by()) + " grace=" + stop.grace();
      case Event.RunTimeOver over -> "run-time-over job=" + over.job() + " limit=" + over.limit();
      case Event.SignalSent sent ->
          "signal-sent job=" + sent.job() + by(sent.by()) + " signal=" + sent.signal();
      case Event.Ended ended -> "ended job=" + ended.job().id() + end(ended.job());
      case Event.AccessRefused refused ->
          "access-refused job="
              + refused.job()
              + by(refused.by())
              + " operation="
              + quoted(refused.operation());
    };
  }

  private static String by(Caller caller) {
    return " by="
        + quoted(caller.owner().name())
        + switch (caller) {
          case Caller.Admin _ -> " role=admin";
          case Caller.User _ -> "";
        };
  }

  private static String spec(JobSpec spec) {
    List<String> command = new ArrayList<>();
    command.add(spec.program());
    command.addAll(spec.arguments());
    String names = String.join(",", spec.environment().keySet());
    return " command="
        + quoted(String.join(" ", command))
        + (names.isEmpty() ? "" : " environment=" + quoted(names));
  }

  private static String end(Job job) {
    return switch (job.state()) {
      case JobState.Ended ended ->
          " exit=" + quoted(ended.exit().toString()) + " cause=" + quoted(ended.cause().toString());
      case JobState.Running _, JobState.Stopping _ -> "";
    };
  }
}
