package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "localhost:8080, localhost, 8080",
    "10.0.0.1:1, 10.0.0.1, 1",
    "[::1]:65535, ::1, 65535",
    "[fe80::1%eth0]:80, fe80::1%eth0, 80"
  })
  void addressIsReadAndWritten(String text, String host, int port) {
    WorkerAddress address = WorkerAddress.parse(text);

    assertThat(address).isEqualTo(new TcpAddress(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "unix:/run/a.sock, /run/a.sock",
    "unix:///run/a.sock, /run/a.sock",
    "unix:a/b.sock, a/b.sock",
    "unix:8080, 8080"
  })
  void unixSocketIsReadAsGrpcNamesIt(String text, Path path) {
    assertThat(WorkerAddress.parse(text))
        .isEqualTo(new UnixAddress(path))
        .hasToString("unix:" + path);
  }

  @ParameterizedTest
  @CsvSource({
    "unix:, is empty",
    "unix://host/run/a.sock, names a host; give unix:/path",
    "unix://, names a host"
  })
  void unixSocketThatIsNoneIsRefused(String text, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkerAddress.parse(text))
        .withMessageContaining(why);
  }

  @Test
  void unixSocketWhosePathIsTooLongIsRefusedWithTheLimit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkerAddress.parse("unix:/" + "a".repeat(107)))
        .withMessageStartingWith("the path of a Unix socket may have 107 bytes; ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "localhost:",
        ":8080",
        "::1:8080",
        "[::1]",
        "http://a:1",
        "a:b",
        "a:123456",
        "a b:1",
        "[localhost]:1"
      })
  void anythingElseIsRefusedWithTheFormThatIsRight(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkerAddress.parse(text))
        .withMessageContaining("give host:port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:0", "a:65536"})
  void portOutOfRangeIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkerAddress.parse(text))
        .withMessageContaining("not between 1 and 65535");
  }
}
