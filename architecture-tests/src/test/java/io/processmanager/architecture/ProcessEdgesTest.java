package io.processmanager.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TLS session and the standard streams: what there is one of in a process or a connection. */
@AnalyzeClasses(packages = Layers.PROJECT_ROOT, importOptions = ProductionCode.class)
final class ProcessEdgesTest {

  private static final Set<String> STREAM_FIELDS = Set.of("in", "out", "err");
  private static final Set<String> STREAM_OWNERS =
      Set.of("java.lang.System", "java.io.FileDescriptor");
  private static final Set<String> STREAM_CALLS = Set.of("setIn", "setOut", "setErr", "console");

  @ArchTest
  static final ArchRule oneClassReadsTheTlsSession = oneClassReadsTheTlsSession(Layers.PROJECT);

  @ArchTest
  static final ArchRule onlyTheAppsTouchTheStandardStreams =
      onlyTheAppsTouchTheStandardStreams(Layers.PROJECT);

  static ArchRule oneClassReadsTheTlsSession(Layers layers) {
    return all(classesThatReadTheTlsSession(layers))
        .should(new BeTheOnlyOne("class that reads the TLS session"))
        .as("13. One class reads the TLS session")
        .because("who a caller is must be decided in one place, or it is decided twice");
  }

  private static AbstractClassesTransformer<JavaClass> classesThatReadTheTlsSession(Layers layers) {
    return new AbstractClassesTransformer<>("classes that read the TLS session") {
      @Override
      public Iterable<JavaClass> doTransform(JavaClasses classes) {
        return classes.stream()
            .filter(resideInAPackage(layers.root() + ".."))
            .filter(
                reader -> reader.getAccessesFromSelf().stream().anyMatch(ProcessEdgesTest::reads))
            .map(ProcessEdgesTest::outermost)
            .collect(Collectors.toSet());
      }
    };
  }

  /** A call on a session, or gRPC's attribute that holds one. */
  private static boolean reads(JavaAccess<?> access) {
    return access.getTargetOwner().isAssignableTo("javax.net.ssl.SSLSession")
        || access.getTarget().getName().equals("TRANSPORT_ATTR_SSL_SESSION");
  }

  private static JavaClass outermost(JavaClass type) {
    return Stream.iterate(type, inner -> inner.getEnclosingClass().orElseThrow())
        .filter(candidate -> candidate.getEnclosingClass().isEmpty())
        .findFirst()
        .orElseThrow();
  }

  static ArchRule onlyTheAppsTouchTheStandardStreams(Layers layers) {
    return noClasses()
        .that(
            resideOutsideOfPackage(layers.in("cli"))
                .and(DescribedPredicate.not(theMainClassOf(layers.exactly("worker")))))
        .should()
        .accessTargetWhere(isAStandardStream())
        .as("16. Only the command line and the worker's main class touch the standard streams")
        .because("they belong to the program, and what a library prints there nobody asked for");
  }

  private static DescribedPredicate<JavaClass> theMainClassOf(String layer) {
    return DescribedPredicate.describe(
        "the main class in " + layer,
        type ->
            type.getPackageName().equals(layer)
                && type.tryGetMethod("main", String[].class).isPresent());
  }

  private static DescribedPredicate<JavaAccess<?>> isAStandardStream() {
    return DescribedPredicate.describe(
        "the target is a standard stream",
        access -> isAStream(access.getTarget()) || prints(access.getTarget()));
  }

  private static boolean isAStream(AccessTarget target) {
    return STREAM_OWNERS.contains(target.getOwner().getName())
        && (STREAM_FIELDS.contains(target.getName()) || STREAM_CALLS.contains(target.getName()));
  }

  /** Without an argument it prints to standard error. */
  private static boolean prints(AccessTarget target) {
    return target.getName().equals("printStackTrace")
        && target.getOwner().isAssignableTo(Throwable.class)
        && target instanceof AccessTarget.CodeUnitAccessTarget call
        && call.getRawParameterTypes().isEmpty();
  }
}
