package io.processmanager.adapters.os.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** What {@code docs/comparison.md} says stands beside the test that shows it. */
final class DocumentedClaimsTest {

  private static final Path DOCUMENT = Path.of("../docs/comparison.md");
  private static final Pattern CLAIM = Pattern.compile("`(\\w+ComparisonTest)\\.(\\w+)`");

  private static final Pattern TEST = Pattern.compile("\\b\\w+Test\\b");
  private static final Path SOURCES =
      Path.of("src/test/java/io/processmanager/adapters/os/comparison");
  private static final Path MODULES = Path.of("..");

  @Test
  void everyTestThatTheDocumentNamesIsThereAndEveryComparisonIsNamed() throws Exception {
    Set<String> named =
        CLAIM
            .matcher(Files.readString(DOCUMENT))
            .results()
            .map(claim -> claim.group(1) + "." + claim.group(2))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(named).isNotEmpty().isEqualTo(comparisons());
  }

  @Test
  void everyTestClassThatTheDocumentNamesIsOneOfThisProject() throws Exception {
    Set<String> named =
        TEST.matcher(Files.readString(DOCUMENT))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(named).contains("EndComparisonTest", "GrpcJobsContractTest");
    assertThat(testClasses()).containsAll(named);
  }

  private static Set<String> testClasses() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> modules = Files.list(MODULES)) {
      for (Path tests : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          names.addAll(classesIn(tests));
        }
      }
    }
    return names;
  }

  private static List<String> classesIn(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .toList();
    }
  }

  private static Class<?> comparison(String name) {
    try {
      return Class.forName(DocumentedClaimsTest.class.getPackageName() + "." + name);
    } catch (ClassNotFoundException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static Set<String> comparisons() throws IOException {
    return classesIn(SOURCES).stream()
        .filter(name -> name.endsWith("ComparisonTest") && !name.equals("ComparisonTest"))
        .map(DocumentedClaimsTest::comparison)
        .flatMap(
            type ->
                Stream.of(type.getDeclaredMethods())
                    .filter(
                        method ->
                            method.isAnnotationPresent(Test.class)
                                || method.isAnnotationPresent(ParameterizedTest.class))
                    .map(method -> type.getSimpleName() + "." + method.getName()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
