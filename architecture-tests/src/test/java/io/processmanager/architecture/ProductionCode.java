package io.processmanager.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/**
 * What ships. Tests lie in {@code test-classes} of a module, or in a jar of their own once the
 * module has been packaged.
 */
final class ProductionCode implements ImportOption {

  private static final String TEST_CLASSES = "/test-classes/";
  private static final String TEST_JAR = "-tests.jar";

  @Override
  public boolean includes(Location location) {
    return !location.contains(TEST_CLASSES) && !location.contains(TEST_JAR);
  }

  static boolean isSource(JavaClass candidate) {
    return candidate
        .getSource()
        .map(source -> source.getUri().toString())
        .filter(uri -> !uri.contains(TEST_CLASSES) && !uri.contains(TEST_JAR))
        .isPresent();
  }

  /** What ships and what tests it, without the rules and their fixtures. */
  static final class WithItsTests implements ImportOption {

    @Override
    public boolean includes(Location location) {
      return !location.contains("/io/processmanager/architecture/");
    }
  }
}
