package io.processmanager.ports.inbound;

import java.util.Objects;

/**
 * Selects jobs.
 *
 * @param scope whose jobs
 * @param idPrefix only jobs whose id begins so, in letters of either case; empty for all
 * @param pageSize the most jobs to answer with, from 1 to {@value #LARGEST_PAGE}; a page has fewer
 *     if their specs are large
 * @param pageToken {@link JobPage#nextToken()} of the page before; empty for the first page
 */
public record JobQuery(Scope scope, String idPrefix, int pageSize, String pageToken) {

  /** The largest page. */
  public static final int LARGEST_PAGE = 1000;

  /** The page size of a query that names none. */
  public static final int DEFAULT_PAGE = 100;

  public JobQuery {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(idPrefix, "idPrefix");
    Objects.requireNonNull(pageToken, "pageToken");
    if (pageSize < 1 || pageSize > LARGEST_PAGE) {
      throw new IllegalArgumentException(
          "pageSize " + pageSize + " is not between 1 and " + LARGEST_PAGE);
    }
  }

  /** All jobs that the caller may see, the first page of them. */
  public static JobQuery visible() {
    return new JobQuery(Scope.VISIBLE, "", DEFAULT_PAGE, "");
  }

  /** The caller's own jobs, the first page of them. */
  public static JobQuery own() {
    return new JobQuery(Scope.OWN, "", DEFAULT_PAGE, "");
  }

  /** This query, for ids that begin with {@code prefix}. */
  public JobQuery withIdPrefix(String prefix) {
    return new JobQuery(scope, prefix, pageSize, pageToken);
  }

  /** This query, with pages of {@code size} jobs. */
  public JobQuery withPageSize(int size) {
    return new JobQuery(scope, idPrefix, size, pageToken);
  }

  /** This query, for the page that {@code token} asks for. */
  public JobQuery withPageToken(String token) {
    return new JobQuery(scope, idPrefix, pageSize, token);
  }

  /** Whose jobs a query selects. */
  public enum Scope {
    /** All that the caller may see; for an admin, everybody's. */
    VISIBLE,
    /** The caller's own, for an admin too. */
    OWN
  }
}
