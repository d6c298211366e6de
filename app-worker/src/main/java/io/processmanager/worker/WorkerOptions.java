package io.processmanager.worker;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options as they were given; {@link SettingsReader} makes settings of them. */
@Command(
    name = "process-manager-worker",
    description = {
      "",
      "Runs jobs for clients that come with a certificate, or for users of this machine.",
      "Prints 'listening on HOST:PORT' when it is ready, 'listening on unix:PATH' for a Unix"
          + " socket,",
      "and logs on stderr. SIGTERM, SIGINT and SIGHUP drain it: new jobs are refused, those that"
          + " run",
      "are stopped, and it exits with 0."
    },
    versionProvider = Version.class,
    sortOptions = false,
    customSynopsis = "process-manager-worker [OPTIONS]",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  PROCESS_MANAGER_WORKER_ with an option's name in capitals, dashes as underscores, stands",
      "  for the option, such as PROCESS_MANAGER_WORKER_TLS_PROFILE. The option wins.",
      "  ADMIN_CERTS_PATHS: paths of certificates, separated by ';'. Who comes with one of them,",
      "  by key and identity, reaches all jobs."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Drained after a signal.",
      "1:Something failed that is no setting, such as a job that could not be stopped.",
      "2:A setting is wrong or cannot be used; stderr has a line for each."
    })
final class WorkerOptions {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to listen; 0 for any free port. Default: 8080.")
  private @Nullable String port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = {
        "The address to listen on. Default: 0.0.0.0, which is all of this machine's: a worker is",
        "there for clients elsewhere, and answers none without a certificate that holds.",
        "'localhost' keeps it to this machine."
      })
  private @Nullable String host;

  @Option(
      names = "--cacertpath",
      paramLabel = "FILE",
      description = "Certificates of the authorities whose clients are believed, in PEM.")
  private @Nullable String caCertPath;

  @Option(
      names = "--serverkeypath",
      paramLabel = "FILE",
      description = "The worker's private key, in PEM.")
  private @Nullable String serverKeyPath;

  @Option(
      names = "--servercertpath",
      paramLabel = "FILE",
      description = "The worker's certificate, in PEM, with those that lead to its authority.")
  private @Nullable String serverCertPath;

  @Option(
      names = "--tls-profile",
      paramLabel = "PROFILE",
      description = {
        "'compatible' (the default) or 'modern', which leaves out CBC and DHE and is recommended",
        "where all clients can do it."
      })
  private @Nullable String tlsProfile;

  @Option(
      names = "--unix-socket",
      paramLabel = "PATH",
      description = {
        "A Unix socket to listen on, for users of this machine, who need no certificate: the"
            + " kernel",
        "says who they are, and their jobs belong to uid:NUMBER. Its file has mode 0600. Where"
            + " none",
        "of the options above is given, the worker listens nowhere else and has no certificate."
      })
  private @Nullable String unixSocket;

  @Option(
      names = "--unix-socket-group",
      paramLabel = "GROUP",
      description = {
        "A group whose members may connect to it, too, by name or number; the file's mode is 0660."
      })
  private @Nullable String unixSocketGroup;

  @Option(
      names = "--unix-socket-admins",
      paramLabel = "UIDS",
      description = {
        "The users that reach all jobs over it, by number, separated by commas. Default: 0, which",
        "is root; none where the worker runs as root, as jobs do then, too. Empty or 'none' for",
        "nobody."
      })
  private @Nullable String unixSocketAdmins;

  @Option(
      names = "--output-store",
      paramLabel = "STORE",
      description = {
        "Where the output of jobs is kept: 'disk' (the default), in files of the state directory,",
        "or 'memory'."
      })
  private @Nullable String outputStore;

  @Option(
      names = "--state-dir",
      paramLabel = "DIRECTORY",
      description = {
        "Where those files are. It is made if it is missing, and several workers may share it.",
        "Default: STATE_DIRECTORY, as systemd sets it; else /var/lib/process-manager for root, and",
        "process-manager in XDG_STATE_HOME or ~/.local/state for others."
      })
  private @Nullable String stateDir;

  @Option(
      names = "--output-per-job",
      paramLabel = "SIZE",
      description = {
        "How much of each job's output is kept, the newest of it, such as 128MiB. On disk at least",
        "32KiB, and 256MiB by default; in memory 128MiB, or less in a small heap."
      })
  private @Nullable String outputPerJob;

  @Option(
      names = "--output-total",
      paramLabel = "SIZE",
      description = {
        "How much of all jobs' output is kept. Default: on disk 8GiB, or half of what is free",
        "there at the start; in memory half of the heap. Whoever has the most gives when there",
        "is more."
      })
  private @Nullable String outputTotal;

  @Option(
      names = "--keep-jobs",
      paramLabel = "N",
      description = {
        "How many ended jobs are kept with their output; of whoever has most, the ones that ended"
            + " first are forgotten.",
        "Default: 10000."
      })
  private @Nullable String keepJobs;

  @Option(
      names = "--keep-jobs-for",
      paramLabel = "TIME",
      description = "How long ended jobs are kept with their output, such as 12h. Default: 7d.")
  private @Nullable String keepJobsFor;

  @Option(
      names = "--cgroups",
      paramLabel = "USE",
      description = {
        "Whether each job gets a cgroup of its own, which what it forks leaves only on purpose:",
        "'auto' (the default) where that works, 'required' or else the worker does not start,",
        "'none'. It takes Linux 5.14 and a cgroup v2 that the worker is in and may write, such as",
        "systemd's Delegate=yes gives. Without one, the end of all of a job is best effort."
      })
  private @Nullable String cgroups;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      description = "How long jobs may take to end when the worker is drained. Default: 3s.")
  private @Nullable String grace;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // read by picocli
  private boolean helpAskedFor;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("UnusedVariable") // read by picocli
  private boolean versionAskedFor;

  /** The values that were given, by the option's name without dashes before it. */
  Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "port", port);
    put(given, "host", host);
    put(given, "cacertpath", caCertPath);
    put(given, "serverkeypath", serverKeyPath);
    put(given, "servercertpath", serverCertPath);
    put(given, "tls-profile", tlsProfile);
    put(given, "unix-socket", unixSocket);
    put(given, "unix-socket-group", unixSocketGroup);
    put(given, "unix-socket-admins", unixSocketAdmins);
    put(given, "output-store", outputStore);
    put(given, "state-dir", stateDir);
    put(given, "output-per-job", outputPerJob);
    put(given, "output-total", outputTotal);
    put(given, "keep-jobs", keepJobs);
    put(given, "keep-jobs-for", keepJobsFor);
    put(given, "cgroups", cgroups);
    put(given, "grace", grace);
    return given;
  }

  private static void put(Map<String, String> given, String name, @Nullable String value) {
    if (value != null) {
      given.put(name, value);
    }
  }
}
