package io.processmanager.adapters.grpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
