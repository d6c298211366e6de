package io.processmanager.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which JDK is which. */
final class JdkTest {

  @Test
  void oldAndStrangeVersionsAreNoneThatIsLookedFor() {
    assertThat(Jdk.featureOf("17.0.15")).contains(17);
    assertThat(Jdk.featureOf("1.8.0_452")).isEmpty();
    assertThat(Jdk.featureOf("")).isEmpty();
  }

  @Test
  void toolchainsOfMavenAreLookedThrough(@TempDir Path directory) throws Exception {
    Path toolchains =
        Files.writeString(
            directory.resolve("toolchains.xml"),
            """
            <toolchains>
              <toolchain><configuration><jdkHome>/one</jdkHome></configuration></toolchain>
              <toolchain><configuration><jdkHome>
                /the other
              </jdkHome></configuration></toolchain>
            </toolchains>
            """);

    assertThat(Jdk.toolchainsIn(toolchains))
        .containsExactly(Path.of("/one"), Path.of("/the other"));
    assertThat(Jdk.toolchainsIn(directory.resolve("missing"))).isEmpty();
  }
}
