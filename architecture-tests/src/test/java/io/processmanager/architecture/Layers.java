package io.processmanager.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the layers live below one root package. A rule is made for such a root, so that the very
 * rule that the project keeps can be seen to fail on a fixture.
 *
 * @param root the package that all layers lie in
 */
record Layers(String root) {

  static final String PROJECT_ROOT = "io.processmanager";

  static final Layers PROJECT = new Layers(PROJECT_ROOT);

  private static final String FIXTURES = PROJECT_ROOT + ".architecture.fixture.";

  /** The layers of a fixture, which breaks one rule. */
  static Layers ofFixture(String name) {
    return new Layers(FIXTURES + name);
  }

  /** All classes of a fixture. */
  JavaClasses importAll() {
    return new ClassFileImporter().importPackages(root);
  }

  /** A package below the root and all that lie in it. */
  String in(String layer) {
    return root + "." + layer + "..";
  }

  /** A package below the root, without those that lie in it. */
  String exactly(String layer) {
    return root + "." + layer;
  }

  /** Packages below the root, and others beside them. */
  String[] in(List<String> layers, String... others) {
    return Stream.concat(layers.stream().map(this::in), Stream.of(others)).toArray(String[]::new);
  }

  String domain() {
    return in("domain");
  }

  String ports() {
    return in("ports");
  }

  String adapters() {
    return in("adapters");
  }

  /** Classes that {@code protoc} writes: no rule about the shape of our own code binds them. */
  String generated() {
    return in("proto.v1");
  }

  /** Where Dagger puts things together. */
  String[] wiring() {
    return in(List.of("worker.wiring", "cli.wiring"));
  }

  /** A class that ships, as opposed to one that tests. */
  boolean isProduction(JavaClass candidate) {
    return equals(PROJECT)
        ? ProductionCode.isSource(candidate)
        : !candidate.getSimpleName().endsWith("Test");
  }
}
