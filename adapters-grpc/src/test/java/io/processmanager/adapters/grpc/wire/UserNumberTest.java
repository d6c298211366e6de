package io.processmanager.adapters.grpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserNumberTest {

  @Test
  void numberOfAUserIsThatOfTheFilesThatAreTheirs() throws Exception {
    UserPrincipal own = Files.getOwner(Path.of("/proc/self"));
    UserPrincipal another = Files.getOwner(Path.of("/"));
    int number = (Integer) Files.getAttribute(Path.of("/"), "unix:uid");

    assertThat(UserNumber.of(own)).hasValue(ThisProcess.uid());
    assertThat(UserNumber.of(another)).hasValue(Integer.toUnsignedLong(number));
  }

  @ParameterizedTest
  @ValueSource(longs = {70_123, 2_147_483_648L, 4_294_967_294L})
  void numberWithoutANameIsTold(long number) throws Exception {
    UserPrincipal user =
        Path.of("/")
            .getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(Integer.toString((int) number));

    assertThat(UserNumber.of(user)).hasValue(number);
    assertThat(UserNumber.of(user)).as("asked again").hasValue(number);
  }

  @Test
  void principalWhoseHashIsNotItsNumberHasNone() {
    assertThat(UserNumber.of(new Stranger("alice"))).isEmpty();
    assertThat(UserNumber.of(new Stranger("0"))).isEmpty();
  }

  private record Stranger(String name) implements UserPrincipal {

    @Override
    public String getName() {
      return name;
    }
  }
}
