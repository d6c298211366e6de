package io.processmanager.ports.inbound;

import io.processmanager.domain.job.JobId;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A refusal: what was asked for was not done, and why. Each kind has its own type with the facts in
 * typed fields; the message is one line for a person and says what to do.
 *
 * <p>A programming mistake is not a refusal but an {@link IllegalArgumentException} or {@link
 * NullPointerException}; a job's own failure is its {@link
 * io.processmanager.domain.job.JobState.Ended}.
 */
public abstract sealed class JobsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private JobsException(String message, @Nullable Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
  }

  /** No job has this id, or it is no longer kept. */
  public static final class NotFound extends JobsException {

    private static final long serialVersionUID = 1L;

    /** The job's id, as what is serialized. */
    private final UUID job;

    /**
     * Says that no job has this id.
     *
     * @param job what was asked for
     */
    public NotFound(JobId job) {
      this(job, "no job " + job + " is known here");
    }

    /**
     * Says that a job is not known any more.
     *
     * @param job what was asked for
     * @param message what became of it, as far as that is known
     */
    public NotFound(JobId job, String message) {
      super(message, null);
      this.job = Objects.requireNonNull(job, "job").value();
    }

    /** {@return the id that was asked for} */
    public JobId job() {
      return new JobId(job);
    }
  }

  /** The job belongs to somebody else, and the caller is not an admin. */
  public static final class NotPermitted extends JobsException {

    private static final long serialVersionUID = 1L;

    /** The job's id, as what is serialized. */
    private final UUID job;

    /**
     * Says that the job is somebody else's, and nothing about it.
     *
     * @param job what was asked for
     */
    public NotPermitted(JobId job) {
      super(
          "job " + job + " belongs to another owner; only its owner or an admin may use it", null);
      this.job = job.value();
    }

    /** {@return the id that was asked for} */
    public JobId job() {
      return new JobId(job);
    }
  }

  /** Nobody is known behind the call: there is no certificate, or one that does not hold. */
  public static final class Unauthenticated extends JobsException {

    private static final long serialVersionUID = 1L;

    /**
     * Says why the caller is not known.
     *
     * @param message what is wrong with how the caller was identified
     */
    public Unauthenticated(String message) {
      super(message, null);
    }
  }

  /** The request can never work as it is, whatever the state of the worker. */
  public static final class InvalidRequest extends JobsException {

    private static final long serialVersionUID = 1L;

    /** The part of the request that is wrong. */
    private final String field;

    /**
     * Names what is wrong with a request.
     *
     * @param field the part of the request that is wrong, such as {@code grace}
     * @param message what is wrong with it
     */
    public InvalidRequest(String field, String message) {
      super(message, null);
      this.field = Objects.requireNonNull(field, "field");
    }

    /** {@return the part of the request that is wrong} */
    public String field() {
      return field;
    }
  }

  /** The job was not started: its program or its working directory is not usable. */
  public static final class NotStarted extends JobsException {

    private static final long serialVersionUID = 1L;

    /** Which of the things that a start needs is not usable. */
    private final Reason reason;

    /** The program, interpreter or directory that is at fault. */
    private final String path;

    /**
     * Names what could not be used.
     *
     * @param reason which of the things that a start needs is not usable
     * @param path the program, interpreter or directory that is at fault
     * @param message what is wrong with it
     */
    public NotStarted(Reason reason, String path, String message) {
      super(message, null);
      this.reason = Objects.requireNonNull(reason, "reason");
      this.path = Objects.requireNonNull(path, "path");
    }

    /** {@return which of the things that a start needs is not usable} */
    public Reason reason() {
      return reason;
    }

    /** {@return the program, interpreter or directory that is at fault} */
    public String path() {
      return path;
    }

    /** What keeps a program from being executed; execve(2). */
    public enum Reason {
      /** There is no such program, or none in the job's {@code PATH}. */
      PROGRAM_NOT_FOUND,
      /** The program is a directory. */
      PROGRAM_IS_A_DIRECTORY,
      /** The program lies there without permission to execute it. */
      PROGRAM_NOT_EXECUTABLE,
      /** The program is neither a binary of this machine nor a script with {@code #!}. */
      PROGRAM_FORMAT_UNKNOWN,
      /** The interpreter that the program names is missing or not executable. */
      INTERPRETER_NOT_USABLE,
      /** There is no such working directory. */
      WORKING_DIRECTORY_NOT_FOUND,
      /** The working directory is a file. */
      WORKING_DIRECTORY_NOT_A_DIRECTORY,
      /** The working directory may not be entered. */
      WORKING_DIRECTORY_NOT_ACCESSIBLE,
      /** The kernel refused for a reason of its own, which the message names. */
      REFUSED_BY_KERNEL
    }
  }

  /** The job has ended, and what was asked for needs one that runs. */
  public static final class NotRunning extends JobsException {

    private static final long serialVersionUID = 1L;

    /** The job's id, as what is serialized. */
    private final UUID job;

    /**
     * Says that the job has ended.
     *
     * @param job what was asked for
     */
    public NotRunning(JobId job) {
      super("job " + job + " has ended; a signal needs one that runs", null);
      this.job = job.value();
    }

    /** {@return the id that was asked for} */
    public JobId job() {
      return new JobId(job);
    }
  }

  /** The worker has no more of something: processes, descriptors, memory. */
  public static final class ResourceExhausted extends JobsException {

    private static final long serialVersionUID = 1L;

    /** What there is no more of. */
    private final String resource;

    /**
     * Names what there is no more of.
     *
     * @param resource what there is no more of, such as {@code descriptors}
     * @param message what could not be done for want of it
     */
    public ResourceExhausted(String resource, String message) {
      super(message, null);
      this.resource = Objects.requireNonNull(resource, "resource");
    }

    /** {@return what there is no more of} */
    public String resource() {
      return resource;
    }
  }

  /** The worker cannot be reached, or is shutting down. Another try may work. */
  public static final class Unavailable extends JobsException {

    private static final long serialVersionUID = 1L;

    /**
     * Says why the jobs cannot be reached.
     *
     * @param message what stands in the way
     * @param cause what it was seen by, if by an exception
     */
    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** No answer came in the time the caller allowed. What was asked for may have been done. */
  public static final class TimedOut extends JobsException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what took too long.
     *
     * @param message what was waited for, and how long
     */
    public TimedOut(String message) {
      super(message, null);
    }
  }

  /** Something failed that is nobody's mistake but process-manager's or its transport's. */
  public static final class Failed extends JobsException {

    private static final long serialVersionUID = 1L;

    /**
     * Says what went wrong.
     *
     * @param message what failed
     * @param cause what it was seen by, if by an exception
     */
    public Failed(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
