package io.processmanager.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** Null is said aloud. */
@AnalyzeClasses(packages = Layers.PROJECT_ROOT, importOptions = ProductionCode.class)
final class NullnessTest {

  @ArchTest
  static final ArchRule everyPackageIsNullMarked = everyPackageIsNullMarked(Layers.PROJECT);

  /** What {@code protoc} writes is exempt: it knows no such annotation. */
  static ArchRule everyPackageIsNullMarked(Layers layers) {
    return all(packagesOutside(layers.exactly("proto.v1")))
        .should(beNullMarked())
        .as("15. Every package is @NullMarked")
        .because("a type without an annotation must mean that null does not occur");
  }

  private static AbstractClassesTransformer<JavaPackage> packagesOutside(String generated) {
    return new AbstractClassesTransformer<>("packages with classes of our own") {
      @Override
      public Iterable<JavaPackage> doTransform(JavaClasses classes) {
        return classes.stream()
            .filter(type -> !type.getPackageName().equals(generated))
            .map(JavaClass::getPackage)
            .collect(Collectors.toSet());
      }
    };
  }

  private static ArchCondition<JavaPackage> beNullMarked() {
    return new ArchCondition<>("be @NullMarked") {
      @Override
      public void check(JavaPackage item, ConditionEvents events) {
        boolean marked =
            item.tryGetPackageInfo()
                .filter(info -> info.isAnnotatedWith(NullMarked.class))
                .isPresent();
        String message =
            "Package " + item.getName() + (marked ? " is" : " is not") + " @NullMarked";
        events.add(new SimpleConditionEvent(item, marked, message));
      }
    };
  }
}
