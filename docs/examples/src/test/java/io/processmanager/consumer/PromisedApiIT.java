package io.processmanager.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is promised to stay as it is, and compared by the build. */
final class PromisedApiIT {

  @ParameterizedTest
  @ValueSource(strings = {"domain", "ports", "adapters-os", "adapters-grpc"})
  void everyPublicClassIsPromised(String module) {
    Set<String> promised =
        Packed.entries(Packed.ROOT.resolve(module + "/src/api/" + module + "-api.jar"));

    Set<String> open = new TreeSet<>();
    for (String name : Packed.entries(Packed.file(module, ".jar"))) {
      if (isTopLevelClass(name) && !isInternal(name) && isPublic(name)) {
        open.add(name);
      }
    }

    assertThat(open).isNotEmpty();
    assertThat(promised)
        .as("sdk.api.classes in the POM name them all, and README.md says how to promise them")
        .containsAll(open);
  }

  private static boolean isTopLevelClass(String name) {
    return name.endsWith(".class") && !name.contains("$") && !name.endsWith("-info.class");
  }

  /** Public for another package of its module alone. */
  private static boolean isInternal(String name) {
    return name.contains("/libc/") || name.contains("/wire/");
  }

  private static boolean isPublic(String name) {
    String type = name.substring(0, name.length() - ".class".length()).replace('/', '.');
    try {
      ClassLoader loader = PromisedApiIT.class.getClassLoader();
      return Modifier.isPublic(Class.forName(type, false, loader).getModifiers());
    } catch (ClassNotFoundException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
