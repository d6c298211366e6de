package io.processmanager.benchmark;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

/**
 * A program that runs one {@link SpawnLoop} at the word of another: it reads lines {@code run COUNT
 * IN_FLIGHT} from stdin and answers each with the nanoseconds that this took. It refers to no
 * library, so that each loop runs without those of the others.
 */
final class Contender {

  private Contender() {}

  /** Answers until stdin ends. */
  public static void main(String[] arguments) throws Exception {
    try (SpawnLoop loop = loop(arguments[0]);
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        System.out.println(nanos(loop, order));
        System.out.flush();
      }
    }
  }

  private static long nanos(SpawnLoop loop, String order) throws Exception {
    try (Scanner words = new Scanner(order)) {
      words.skip("run");
      int count = words.nextInt();
      int inFlight = words.nextInt();
      long before = System.nanoTime();
      loop.run(count, inFlight);
      return System.nanoTime() - before;
    }
  }

  private static SpawnLoop loop(String name) {
    return switch (name) {
      case "embedded" -> JobsLoop.embeddedByDefault();
      case "embedded-in-lanes" -> new JobLanesLoop(JobsLoop.embeddedByDefault());
      case "embedded-without-cgroups" -> JobsLoop.embeddedWithoutCgroups();
      case "process-builder" -> new ProcessBuilderLoop();
      case "nuprocess" -> new NuProcessLoop();
      default -> throw new IllegalArgumentException("no contender is called '" + name + "'");
    };
  }
}
