package io.processmanager.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Each technology has one place, and can be replaced there. */
@AnalyzeClasses(packages = Layers.PROJECT_ROOT, importOptions = ProductionCode.class)
final class TechnologiesTest {

  static final String FOREIGN = "java.lang.foreign..";
  static final String[] GRPC = {
    "io.grpc..", "com.google.protobuf..", "com.google.rpc..", "io.netty.."
  };
  static final String[] INJECTION = {"dagger..", "jakarta.inject..", "javax.inject.."};
  static final String PICOCLI = "picocli..";

  @ArchTest
  static final ArchRule grpcAndProtobufAppearOnlyInTheirAdapter =
      grpcAndProtobufAppearOnlyInTheirAdapter(Layers.PROJECT);

  @ArchTest
  static final ArchRule foreignFunctionsAppearOnlyInLibc =
      foreignFunctionsAppearOnlyInLibc(Layers.PROJECT);

  @ArchTest
  static final ArchRule nobodyStartsProcessesThroughTheJdk =
      nobodyStartsProcessesThroughTheJdk(Layers.PROJECT);

  @ArchTest
  static final ArchRule injectionAppearsOnlyInTheWiring =
      injectionAppearsOnlyInTheWiring(Layers.PROJECT);

  @ArchTest
  static final ArchRule picocliAppearsOnlyInTheApps = picocliAppearsOnlyInTheApps(Layers.PROJECT);

  static ArchRule grpcAndProtobufAppearOnlyInTheirAdapter(Layers layers) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(layers.in("adapters.grpc"), layers.generated())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(layers.in(List.of("proto"), GRPC))
        .as("5. gRPC, protobuf and what is generated from the wire contract appear in one adapter")
        .because("a transport is one adapter among others, and its messages are nobody's model");
  }

  static ArchRule foreignFunctionsAppearOnlyInLibc(Layers layers) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(layers.in("adapters.os.libc"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(FOREIGN)
        .as("6. Foreign functions appear only in the bindings of libc")
        .because("memory that nobody checks belongs where the C prototypes stand");
  }

  static ArchRule nobodyStartsProcessesThroughTheJdk(Layers layers) {
    return noClasses()
        .that()
        .resideInAPackage(layers.root() + "..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(ProcessBuilder.class.getName())
        .orShould()
        .accessTargetWhere(isRuntimeExec())
        .as("7. Nobody starts processes through the JDK")
        .because("it knows no sessions and no pidfd, and takes exit 143 and SIGTERM for the same");
  }

  private static DescribedPredicate<JavaAccess<?>> isRuntimeExec() {
    return DescribedPredicate.describe(
        "the target is Runtime.exec",
        access ->
            access.getTargetOwner().isEquivalentTo(Runtime.class)
                && access.getTarget().getName().equals("exec"));
  }

  static ArchRule injectionAppearsOnlyInTheWiring(Layers layers) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(layers.wiring())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(INJECTION)
        .as("8. Dependency injection appears only in the wiring")
        .because("a library offers constructors, and its users choose how to call them");
  }

  static ArchRule picocliAppearsOnlyInTheApps(Layers layers) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(layers.in("cli"), layers.in("worker"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(PICOCLI)
        .as("9. picocli appears only in the apps")
        .because("an embedding program has no command line of ours");
  }
}
