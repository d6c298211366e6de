package io.processmanager.adapters.os.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Structures and constants as the C headers have them. */
final class CHeadersTest {

  @Test
  void structuresAndConstantsAreThoseOfThisMachine(@TempDir Path directory) throws Exception {
    assumeTrue(Toolchain.has("cc"), "there is no C compiler on this machine");
    Map<String, Long> expected = new LinkedHashMap<>(CHeaders.of(Machine.current()));
    expected.put("(long) SIG_DFL", Signals.SIG_DFL);
    expected.put("(long) SIG_IGN", Signals.SIG_IGN);

    Map<String, Long> found = evaluate(directory, expected);

    assertThat(found).isEqualTo(expected);
  }

  /** The compiler compares, so that nothing has to be run. */
  @ParameterizedTest
  @EnumSource(Machine.class)
  void structuresAndConstantsAreThoseOf(Machine machine, @TempDir Path directory) throws Exception {
    String compiler = Toolchain.tool(machine, "gcc");
    assumeTrue(Toolchain.has(compiler), "there is no " + compiler + " on this machine");
    StringBuilder source = new StringBuilder(CHeaders.INCLUDES);
    CHeaders.of(machine)
        .forEach(
            (expression, value) ->
                source
                    .append("_Static_assert((long long) (")
                    .append(expression)
                    .append(") == ")
                    .append(value)
                    .append("LL, \"")
                    .append(expression)
                    .append("\");\n"));
    Path file = Files.writeString(directory.resolve("values.c"), source);

    Toolchain.run(compiler, "-c", "-o", directory.resolve("values.o").toString(), file.toString());

    assertThat(directory.resolve("values.o")).exists();
  }

  private static Map<String, Long> evaluate(Path directory, Map<String, Long> expected)
      throws Exception {
    StringBuilder source = new StringBuilder(CHeaders.INCLUDES).append("int main(void) {\n");
    for (String expression : expected.keySet()) {
      source
          .append("  printf(\"%s=%lld\\n\", \"")
          .append(expression)
          .append("\", (long long) (")
          .append(expression)
          .append("));\n");
    }
    Path file = Files.writeString(directory.resolve("values.c"), source.append("}\n"));
    Path program = directory.resolve("values");
    Toolchain.run("cc", "-o", program.toString(), file.toString());
    Map<String, Long> values = new LinkedHashMap<>();
    for (String line : Toolchain.run(program.toString()).split("\n", -1)) {
      int equals = line.lastIndexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), Long.parseLong(line.substring(equals + 1)));
      }
    }
    return values;
  }
}
