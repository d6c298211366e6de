package io.processmanager.cli.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs commands over {@link FakeJobs} and collects what they print. */
final class Cli {

  final FakeJobs jobs = new FakeJobs();
  final List<ConnectionSettings> connections = new ArrayList<>();
  final Map<String, String> environment = new TreeMap<>();
  final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
  final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  int closed;

  /** Jobs behind a connection whose files are named by the environment. */
  static Cli connected() {
    Cli cli = new Cli();
    cli.environment.put("PROCESS_MANAGER_CACERTPATH", "ca.crt");
    cli.environment.put("PROCESS_MANAGER_CLIENTKEYPATH", "client.key");
    cli.environment.put("PROCESS_MANAGER_CLIENTCERTPATH", "client.crt");
    return cli;
  }

  int run(String... arguments) {
    return runInto(Channels.newChannel(stdout), arguments);
  }

  int runInto(WritableByteChannel results, String... arguments) {
    PrintStream diagnostics = new PrintStream(stderr, true, StandardCharsets.UTF_8);
    return new CommandLineInterface(new Console(results, diagnostics), this::connect, environment)
        .execute(arguments);
  }

  private Connection connect(ConnectionSettings settings) {
    connections.add(settings);
    return new Connection(jobs, () -> closed++);
  }

  String out() {
    return stdout.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return stderr.toString(StandardCharsets.UTF_8);
  }
}
