package io.processmanager.cli;

import io.processmanager.adapters.grpc.tls.TestPki;
import io.processmanager.cli.command.Console;
import io.processmanager.cli.wiring.CliComponent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Somebody with a certificate who gives commands to a worker: in this JVM, which is quick, or
 * through the packaged program.
 */
record User(TestPki.Issued identity, String address) {

  static final Path LAUNCHER = Path.of("target/dist/bin/process-manager").toAbsolutePath();

  /** Runs a command in this JVM, with all its parts but the process's own streams. */
  Answer run(String... arguments) {
    return run(environment(), arguments);
  }

  /** Runs a command as {@link #run} does, and shows no certificate. */
  Answer runWithoutCertificate(String... arguments) {
    Map<String, String> anonymous = new HashMap<>(environment());
    anonymous.remove("PROCESS_MANAGER_CLIENTKEYPATH");
    anonymous.remove("PROCESS_MANAGER_CLIENTCERTPATH");
    return run(anonymous, arguments);
  }

  private static Answer run(Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(Channels.newChannel(out), new PrintStream(err, true, StandardCharsets.UTF_8));
    int exit = CliComponent.of(console, environment).commandLine().execute(arguments);
    return new Answer(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Starts the packaged program. */
  ProcessBuilder program(String... arguments) {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment());
    return builder;
  }

  /** Runs the packaged program to its end. */
  Answer runProgram(String... arguments) throws IOException, InterruptedException {
    return CliProcess.start(program(arguments)).awaitEnd();
  }

  private Map<String, String> environment() {
    return Map.of(
        "PROCESS_MANAGER_CACERTPATH", identity.ca().toString(),
        "PROCESS_MANAGER_CLIENTKEYPATH", identity.key().toString(),
        "PROCESS_MANAGER_CLIENTCERTPATH", identity.certificate().toString(),
        "PROCESS_MANAGER_ADDRESS", address);
  }
}
