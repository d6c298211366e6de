package io.processmanager.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the ports with behaviour, their contract suites and their implementations. */
final class Ports {

  private static final String FRONT_DOOR = "Jobs";

  private Ports() {}

  /**
   * A port.
   *
   * @param suite the class that its implementations prove themselves by
   */
  record Port(JavaClass type, Optional<JavaClass> suite) {

    boolean hasSuite() {
      return suite.isPresent();
    }

    @Override
    public String toString() {
      return "Port " + type.getName();
    }
  }

  /** A class that ships and serves a port. */
  record Implementation(JavaClass type, Port port) {

    @Override
    public String toString() {
      return type.getName() + ", which implements " + port.type().getSimpleName() + ",";
    }
  }

  /** The front door, and the outbound ports but those that are named. */
  static AbstractClassesTransformer<Port> of(Layers layers, Set<String> exempt) {
    return new AbstractClassesTransformer<>("ports with behaviour") {
      @Override
      public Iterable<Port> doTransform(JavaClasses classes) {
        return ports(layers, classes).filter(port -> !isExempt(port, exempt)).toList();
      }
    };
  }

  static AbstractClassesTransformer<Implementation> implementations(
      Layers layers, Set<String> exempt) {
    return new AbstractClassesTransformer<>("implementations of ports with behaviour") {
      @Override
      public Iterable<Implementation> doTransform(JavaClasses classes) {
        List<JavaClass> concrete =
            classes.stream()
                .filter(type -> !type.isInterface() && layers.isProduction(type))
                .toList();
        return ports(layers, classes)
            .filter(port -> !isExempt(port, exempt))
            .flatMap(
                port ->
                    concrete.stream()
                        .filter(type -> type.isAssignableTo(port.type().getName()))
                        .map(type -> new Implementation(type, port)))
            .toList();
      }
    };
  }

  private static boolean isExempt(Port port, Set<String> exempt) {
    return exempt.contains(port.type().getSimpleName());
  }

  private static Stream<Port> ports(Layers layers, JavaClasses classes) {
    return classes.stream()
        .filter(type -> isPort(layers, type))
        .map(type -> new Port(type, suite(layers, classes, type)));
  }

  /** Sealed interfaces are data; an interface within a port is a part of it. */
  private static boolean isPort(Layers layers, JavaClass type) {
    boolean outbound = type.getPackageName().equals(layers.exactly("ports.outbound"));
    boolean frontDoor =
        type.getPackageName().equals(layers.exactly("ports.inbound"))
            && type.getSimpleName().equals(FRONT_DOOR);
    return (outbound || frontDoor)
        && type.isInterface()
        && type.isTopLevelClass()
        && !type.isSealed()
        && !type.getSimpleName().equals("package-info");
  }

  private static Optional<JavaClass> suite(Layers layers, JavaClasses classes, JavaClass port) {
    String name = layers.exactly("ports.contract") + "." + port.getSimpleName() + "Contract";
    return classes.contain(name) ? Optional.of(classes.get(name)) : Optional.empty();
  }
}
