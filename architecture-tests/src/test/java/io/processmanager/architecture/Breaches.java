package io.processmanager.architecture;

import java.util.List;
import java.util.stream.Stream;

/** One fixture for each rule. */
final class Breaches {

  private static final List<Breach> ALL =
      List.of(
          Breach.of(
              "rule01",
              DomainPurityTest::dependsOnItselfAndOnValuesOfTheJdkOnly,
              "java.nio.file.Path",
              "java.util.concurrent.Executor",
              "rule01.ports.outbound.Port"),
          Breach.of(
              "rule02",
              LayeringTest::portsDependOnTheDomainAndTheJdkOnly,
              "io.grpc.Status",
              "rule02.adapters.os.Engine"),
          Breach.of(
              "rule03",
              LayeringTest::adaptersSeeTheDomainAndThePortsOnly,
              "rule03.ports.usecase.UseCase",
              "rule03.worker.Settings"),
          Breach.of(
              "rule04", LayeringTest::adaptersDoNotKnowEachOther, "Slice grpc depends on Slice os"),
          Breach.of(
              "rule05",
              TechnologiesTest::grpcAndProtobufAppearOnlyInTheirAdapter,
              "io.grpc.Status",
              "com.google.protobuf.ByteString",
              "io.netty.buffer.ByteBuf",
              "rule05.proto.v1.Message"),
          Breach.of(
              "rule06",
              TechnologiesTest::foreignFunctionsAppearOnlyInLibc,
              "rule06.adapters.os.Engine"),
          Breach.of(
              "rule07",
              TechnologiesTest::nobodyStartsProcessesThroughTheJdk,
              "java.lang.ProcessBuilder",
              "java.lang.Runtime.exec"),
          Breach.of(
              "rule08",
              TechnologiesTest::injectionAppearsOnlyInTheWiring,
              "dagger.Module",
              "jakarta.inject.Singleton",
              "javax.inject.Inject"),
          Breach.of(
              "rule09",
              TechnologiesTest::picocliAppearsOnlyInTheApps,
              "rule09.adapters.os.Options"),
          Breach.of(
              "rule10",
              DomainPurityTest::neverAskForTheTimeARandomIdOrTheEnvironment,
              "java.time.Instant.now",
              "java.time.LocalDate.now",
              "java.time.Clock.systemUTC",
              "java.time.InstantSource.system",
              "java.lang.System.nanoTime",
              "java.lang.System.currentTimeMillis",
              "java.lang.System.getenv",
              "java.lang.System.getProperty",
              "java.util.UUID.randomUUID",
              "java.util.concurrent.ThreadLocalRandom",
              "java.security.SecureRandom",
              "java.util.Random"),
          Breach.of(
              "rule11",
              DomainPurityTest::areRecordsEnumsSealedInterfacesExceptionsOrFinalForAReason,
              "rule11.domain.job.OpenClass",
              "rule11.domain.job.FinalWithoutAReason",
              "rule11.domain.job.UnsealedInterface"),
          Breach.of(
              "rule12",
              PublicSignaturesTest::publicSignaturesOfThePortsUseDomainPortsAndJdkTypesOnly,
              "Leaky.argument(io.grpc.Status)",
              "Leaky.result()> names io.grpc.Status",
              "Leaky.thrown()> names io.grpc.StatusException",
              "Leaky.CONSTANT> names io.grpc.Metadata"),
          Breach.of(
              "rule13",
              ProcessEdgesTest::oneClassReadsTheTlsSession,
              "rule13.adapters.grpc.tls.ReadsTheSession is one of 2",
              "rule13.adapters.grpc.server.ReadsItToo is one of 2"),
          Breach.of("rule14", LayeringTest::noPackagesFormACycle, "Cycle detected"),
          Breach.of(
              "rule15",
              NullnessTest::everyPackageIsNullMarked,
              "rule15.unmarked is not @NullMarked",
              "rule15.withoutinfo is not @NullMarked"),
          Breach.of(
              "rule16",
              ProcessEdgesTest::onlyTheAppsTouchTheStandardStreams,
              "java.lang.System.out",
              "java.lang.System.err",
              "java.lang.System.in",
              "java.lang.System.setOut",
              "printStackTrace",
              "rule16.worker.NotTheMainClass"),
          Breach.of(
              "rule17",
              ContractSuitesTest::everyPortHasAContractSuite,
              "rule17.ports.outbound.Forgotten has no contract suite"),
          Breach.of(
              "rule17",
              ContractSuitesTest::everyImplementationRunsTheContractOfItsPort,
              "rule17.adapters.os.UntestedJobs"),
          Breach.of("rule18", GuardsTest::everyClassBelongsToALayer, "rule18.elsewhere.Stray"),
          Breach.of(
              "rule19",
              LayeringTest::nothingDependsOnAnAppButTheAppItself,
              "rule19.cli.AsksTheWorker",
              "rule19.worker.AsksTheCommandLine"));

  private Breaches() {}

  static Stream<Breach> all() {
    return ALL.stream();
  }
}
