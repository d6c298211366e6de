package io.processmanager.worker;

import io.processmanager.adapters.os.OutputPlace;
import io.processmanager.adapters.os.UnusableDirectoryException;
import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.outbound.OutputLimits;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The program {@code process-manager-worker}. */
public final class ProcessManagerWorker {

  private static final int DRAINED = 0;
  private static final int FAILED = 1;
  private static final int WRONG_SETTINGS = 2;

  private final PrintStream stdout;
  private final PrintStream stderr;
  private final Map<String, String> environment;
  private final Surroundings surroundings;
  private final Function<WorkerSettings, Worker> workers;

  private ProcessManagerWorker(
      PrintStream stdout, PrintStream stderr, Map<String, String> environment) {
    this(stdout, stderr, environment, Surroundings.own(), Worker::of);
  }

  ProcessManagerWorker(
      PrintStream stdout,
      PrintStream stderr,
      Map<String, String> environment,
      Surroundings surroundings,
      Function<WorkerSettings, Worker> workers) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.environment = Map.copyOf(environment);
    this.surroundings = surroundings;
    this.workers = workers;
  }

  /** Runs until a signal ends it. */
  public static void main(String[] arguments) throws InterruptedException {
    System.exit(new ProcessManagerWorker(System.out, System.err, System.getenv()).run(arguments));
  }

  int run(String... arguments) throws InterruptedException {
    WorkerOptions options = new WorkerOptions();
    CommandLine parser =
        new CommandLine(options)
            .setExpandAtFiles(false)
            .setOverwrittenOptionsAllowed(true)
            .setUsageHelpWidth(100);
    try {
      parser.parseArgs(arguments);
      if (parser.isUsageHelpRequested() || parser.isVersionHelpRequested()) {
        help(parser);
        return DRAINED;
      }
      // Before the settings are read: what they find abandoned or too little is logged.
      WorkerLog.to(stderr);
      return serve(SettingsReader.read(options.given(), environment, surroundings));
    } catch (ParameterException wrong) {
      return refuse(List.of(wrong.getMessage() + "; see 'process-manager-worker --help'"));
    } catch (SettingsException wrong) {
      return refuse(wrong.problems());
    } catch (UnsupportedOperationException machineLacksSomething) {
      // Of the settings, too: how much output is kept goes by what is free where it is to be.
      return fail("UNSUPPORTED", machineLacksSomething);
    } catch (JobsException cannotOpen) {
      return fail("FAILED", cannotOpen);
    }
  }

  private int fail(String how, Exception why) {
    stderr.println(how + ": " + OneLine.of(String.valueOf(why.getMessage())));
    return FAILED;
  }

  private void help(CommandLine parser) {
    PrintWriter writer = new PrintWriter(stdout, true, StandardCharsets.UTF_8);
    if (parser.isUsageHelpRequested()) {
      parser.usage(writer);
    } else {
      parser.printVersionHelp(writer);
    }
  }

  private int serve(WorkerSettings settings) throws InterruptedException {
    // Before anything runs, so that a signal in the midst of the start ends in order too.
    TerminationSignals signals = TerminationSignals.take();
    System.Logger log = System.getLogger(ProcessManagerWorker.class.getName());
    try {
      Worker worker = workers.apply(settings);
      announce(settings, worker.start(), log);
      log.log(System.Logger.Level.INFO, signals.await() + " received: draining");
      boolean drained = worker.drain(settings.grace());
      log.log(System.Logger.Level.INFO, "ended");
      return drained ? DRAINED : FAILED;
    } catch (UnusableDirectoryException unusable) {
      return refuse(
          List.of("--state-dir: " + unusable.getMessage() + ", or --output-store=memory"));
    } catch (IOException cannotListen) {
      return refuse(List.of(String.valueOf(cannotListen.getMessage())));
    }
  }

  /** Scripts wait for these lines and take the addresses from them. */
  private void announce(WorkerSettings settings, List<String> addresses, System.Logger log) {
    log.log(
        System.Logger.Level.INFO,
        "listening on " + String.join(" and ", addresses) + ", keeping " + kept(settings.output()));
    addresses.forEach(address -> stdout.println("listening on " + address));
    stdout.flush();
  }

  private static String kept(OutputPlace output) {
    OutputLimits limits = output.limits();
    String where =
        output instanceof OutputPlace.Spool spool ? "in " + spool.directory() : "in memory";
    return limits.perJobBytes()
        + " bytes of output a job, "
        + limits.totalBytes()
        + " in all, "
        + where;
  }

  private int refuse(List<String> problems) {
    problems.forEach(problem -> stderr.println("CONFIGURATION: " + OneLine.of(problem)));
    return WRONG_SETTINGS;
  }
}
