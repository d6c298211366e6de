package io.processmanager.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.processmanager.domain.job.Job;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists jobs. */
@Command(
    name = "list",
    description = {
      "Lists your jobs, one a line, in the order they were started.",
      "A line has JobUUID, state, start, owner and command. The state of an ended job is its exit",
      "and, if it did not end by itself, why. An admin's list shows everybody's."
    })
final class ListCommand extends JobsCommand {

  @Option(names = "--own", description = "Your own jobs only, for an admin too.")
  private boolean own;

  @Override
  int run(Session session) {
    switch (session.format()) {
      case text -> forEach(session, job -> session.console().result(JobText.line(job)));
      case json -> session.console().result(document(session).toString());
    }
    return ExitCodes.OK;
  }

  private JsonObject document(Session session) {
    JsonArray jobs = new JsonArray();
    forEach(session, job -> jobs.add(JobJson.job(job)));
    JsonObject document = new JsonObject();
    document.add("jobs", jobs);
    return document;
  }

  private void forEach(Session session, Consumer<Job> action) {
    JobQuery query =
        (own ? JobQuery.own() : JobQuery.visible()).withPageSize(JobQuery.LARGEST_PAGE);
    JobPage page = session.jobs().list(query);
    page.jobs().forEach(action);
    while (!page.isLast()) {
      page = session.jobs().list(query.withPageToken(page.nextToken()));
      page.jobs().forEach(action);
    }
  }
}
