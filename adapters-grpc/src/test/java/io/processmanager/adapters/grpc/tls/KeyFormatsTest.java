package io.processmanager.adapters.grpc.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as the real openssl writes them. */
class KeyFormatsTest {

  @TempDir private Path directory;

  @BeforeAll
  static void needsOpenssl() {
    boolean present =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "openssl")));
    assumeTrue(present, "openssl is not installed: key formats are checked against the real one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521",
        "genpkey -algorithm ED25519",
        "genrsa -traditional",
        "ecparam -genkey -name prime256v1",
        "ecparam -genkey -noout -name secp384r1",
        "ecparam -genkey -noout -name secp521r1 -conv_form compressed"
      })
  void keyIsReadAndBelongsToItsCertificate(String generate) throws Exception {
    openssl(generate + " -out key.pem");
    openssl("req -x509 -new -key key.pem -subj /CN=me -days 2 -out cert.pem");

    TlsMaterial material = read("cert.pem", "key.pem");

    assertThat(material.certificateChain().get(0).getSubjectX500Principal().getName())
        .isEqualTo("CN=me");
    assertThat(TlsContexts.forServer(material, TlsProfile.COMPATIBLE).isServer()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256, pkcs8 -topk8, openssl pkcs8 -in",
    "genrsa -traditional, rsa -traditional -aes128, openssl rsa -in",
    "ecparam -genkey -noout -name prime256v1, ec -aes128, openssl ec -in"
  })
  void encryptedKeyIsRefusedWithTheCommandThatDecryptsIt(
      String generate, String encrypt, String advice) throws Exception {
    openssl(generate + " -out plain.pem");
    openssl("req -x509 -new -key plain.pem -subj /CN=me -days 2 -out cert.pem");
    openssl(encrypt + " -in plain.pem -passout pass:secret -out key.pem");

    assertThatThrownBy(() -> read("cert.pem", "key.pem"))
        .isInstanceOf(TlsMaterialException.class)
        .hasMessageContaining("is encrypted")
        .hasMessageContaining(advice + " " + directory.resolve("key.pem"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ecparam -genkey -noout -name secp256k1",
        "ecparam -genkey -noout -name prime256v1 -param_enc explicit",
        "genpkey -algorithm X25519"
      })
  void keyThatTlsDoesNotTakeIsRefusedWithWhatToUse(String generate) throws Exception {
    openssl("ecparam -genkey -noout -name prime256v1 -out other.pem");
    openssl("req -x509 -new -key other.pem -subj /CN=me -days 2 -out cert.pem");
    openssl(generate + " -out key.pem");

    assertThatThrownBy(() -> read("cert.pem", "key.pem"))
        .isInstanceOf(TlsMaterialException.class)
        .hasMessageContaining("key.pem")
        .hasMessageContaining("use an RSA, EC (P-256, P-384, P-521) or Ed25519 key");
  }

  @Test
  void keyOfAnotherCertificateIsRefused() throws Exception {
    openssl("ecparam -genkey -noout -name prime256v1 -out other.pem");
    openssl("req -x509 -new -key other.pem -subj /CN=me -days 2 -out cert.pem");
    openssl("ecparam -genkey -noout -name prime256v1 -out key.pem");

    assertThatThrownBy(() -> read("cert.pem", "key.pem"))
        .isInstanceOf(TlsMaterialException.class)
        .hasMessageContaining("does not belong to the certificate");
  }

  private TlsMaterial read(String certificate, String key) {
    Path chain = directory.resolve(certificate);
    return TlsMaterial.read(chain, chain, directory.resolve(key));
  }

  private void openssl(String arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(("openssl " + arguments).split(" "))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("openssl.log").toFile())
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    assertThat(ended && process.exitValue() == 0).as(() -> arguments + ": " + log()).isTrue();
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("openssl.log"));
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }
}
