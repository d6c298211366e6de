package io.processmanager.cli.command;

import io.processmanager.domain.job.JobId;
import io.processmanager.domain.log.OutputCompletion;
import io.processmanager.domain.log.OutputItem;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.OutputQuery;
import io.processmanager.ports.inbound.OutputReader;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Copies a job's output to stdout and tells on stderr what is missing of it. */
final class OutputCopy {

  private final Session session;
  private final JobId job;
  private final Timestamps timestamps = new Timestamps();
  private long nextOffset;
  private long bytes;
  private boolean begun;

  OutputCopy(Session session, JobId job) {
    this.session = session;
    this.job = job;
  }

  /**
   * Copies until the output ends, or what there is of it if the query does not follow.
   *
   * @param stamped whether each line is to have its time before it
   * @return how the output and the job ended, if it came to that
   */
  Optional<OutputItem.End> copy(OutputQuery query, boolean stamped) throws InterruptedException {
    OutputQuery wanted = stamped ? query.withCaptureTimes() : query;
    try (OutputReader reader = session.jobs().openOutput(job, wanted)) {
      return copy(reader, wanted);
    } catch (JobsException.NotFound gone) {
      throw gone;
    } catch (JobsException refusal) {
      sayWhereToGoOn();
      throw refusal;
    }
  }

  private Optional<OutputItem.End> copy(OutputReader reader, OutputQuery query)
      throws InterruptedException {
    Optional<OutputItem> item = reader.next();
    while (item.isPresent()) {
      begun = true;
      nextOffset = item.get().nextOffset();
      switch (item.get()) {
        case OutputItem.Chunk chunk -> write(chunk.data(), query.captureTimes());
        case OutputItem.Gap gap -> {
          timestamps.interrupt();
          say(gap);
        }
        case OutputItem.CaptureTime time -> timestamps.at(time.at());
        case OutputItem.End end -> {
          say(end);
          return Optional.of(end);
        }
      }
      item = reader.next();
    }
    if (query.follow() && bytes < query.limitBytes()) {
      throw new JobsException.Unavailable("the stream ended before the job's output did", null);
    }
    return Optional.empty();
  }

  private void write(ByteBuffer chunk, boolean stamped) {
    bytes += chunk.remaining();
    session.console().write(stamped ? timestamps.stamped(chunk) : chunk);
  }

  private void say(OutputItem.Gap gap) {
    session
        .console()
        .say(
            "GAP: "
                + gap.lengthBytes()
                + " bytes, from offset "
                + gap.from()
                + " to "
                + gap.to()
                + switch (gap.cause()) {
                  case DROPPED -> ", are no longer kept";
                  case LOST -> ", are lost: the worker's storage was full or failed";
                });
  }

  private void say(OutputItem.End end) {
    if (end.completion() == OutputCompletion.CUT_OFF) {
      session
          .console()
          .say(
              "CUT_OFF: a process that the job left behind held its output open; what it printed"
                  + " behind offset "
                  + end.offset()
                  + " is not part of it");
    }
  }

  private void sayWhereToGoOn() {
    if (begun) {
      session.console().say("NOTE: output " + job + " --offset=" + nextOffset + " goes on here");
    }
  }
}
