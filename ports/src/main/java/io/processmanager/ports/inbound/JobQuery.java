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

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException {@code pageSize} is out of range
   */
  public JobQuery {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(idPrefix, "idPrefix");
    Objects.requireNonNull(pageToken, "pageToken");
    if (pageSize < 1 || pageSize > LARGEST_PAGE) {
      throw new IllegalArgumentException(
          "pageSize " + pageSize + " is not between 1 and " + LARGEST_PAGE);
    }
  }

  /** {@return all jobs that the caller may see, the first page of them} */
  public static JobQuery visible() {
    return new JobQuery(Scope.VISIBLE, "", DEFAULT_PAGE, "");
  }

  /** {@return the caller's own jobs, the first page of them} */
  public static JobQuery own() {
    return new JobQuery(Scope.OWN, "", DEFAULT_PAGE, "");
  }

  /**
   * {@return this query, for ids that begin with {@code prefix}}
   *
   * @param prefix the beginning of a UUID in canonical form; empty for all
   */
  public JobQuery withIdPrefix(String prefix) {
    return new JobQuery(scope, prefix, pageSize, pageToken);
  }

  /**
   * {@return this query, with pages of {@code size} jobs}
   *
   * @param size how many; at least 1
   */
  public JobQuery withPageSize(int size) {
    return new JobQuery(scope, idPrefix, size, pageToken);
  }

  /**
   * {@return this query, for the page that {@code token} asks for}
   *
   * @param token what the page before it gave; empty for the first page
   */
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
