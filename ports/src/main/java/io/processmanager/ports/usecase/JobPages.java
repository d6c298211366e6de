package io.processmanager.ports.usecase;

import io.processmanager.domain.job.Job;
import io.processmanager.domain.job.JobId;
import io.processmanager.domain.owner.Caller;
import io.processmanager.ports.inbound.JobPage;
import io.processmanager.ports.inbound.JobQuery;
import io.processmanager.ports.inbound.JobsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** Cuts the registry into pages. A page's token is the position of its last job. */
final class JobPages {

  private static final Pattern TOKEN = Pattern.compile("[1-9][0-9]{0,17}");

  /** In canonical form. */
  private static final int ID_LENGTH = new UUID(0, 0).toString().length();

  /** In characters of what the jobs were started with; a transport's messages are bounded, too. */
  private static final long LARGEST_PAGE_SIZE = 1L << 20;

  private JobPages() {}

  static JobPage page(JobRegistry jobs, Caller by, JobQuery query) {
    String prefix = query.idPrefix().toLowerCase(Locale.ROOT);
    List<Job> page = new ArrayList<>();
    long size = 0;
    String last = "";
    for (Map.Entry<Long, ManagedJob> entry : candidates(jobs, query).entrySet()) {
      Job job = entry.getValue().snapshot();
      if (!isWanted(job, by, query.scope(), prefix)) {
        continue;
      }
      if (page.size() == query.pageSize() || size >= LARGEST_PAGE_SIZE) {
        return new JobPage(page, last);
      }
      page.add(job);
      size += SpecSize.of(job.spec());
      last = Long.toString(entry.getKey());
    }
    return new JobPage(page, "");
  }

  /** Who asks for one job by the whole of its id has no other one looked at. */
  private static Map<Long, ManagedJob> candidates(JobRegistry jobs, JobQuery query) {
    long position = position(query.pageToken());
    if (query.idPrefix().length() < ID_LENGTH) {
      return jobs.after(position);
    }
    try {
      return jobs.after(position, JobId.parse(query.idPrefix()));
    } catch (IllegalArgumentException beginningOfNoId) {
      return Map.of();
    }
  }

  private static boolean isWanted(Job job, Caller by, JobQuery.Scope scope, String prefix) {
    boolean mine = job.owner().equals(by.owner());
    return (mine || (scope == JobQuery.Scope.VISIBLE && by.mayAccess(job.owner())))
        && job.id().toString().startsWith(prefix);
  }

  private static long position(String token) {
    if (token.isEmpty()) {
      return 0;
    }
    if (!TOKEN.matcher(token).matches()) {
      throw new JobsException.InvalidRequest(
          "page_token", "the page token is not one that a page of this list gave");
    }
    return Long.parseLong(token);
  }
}
