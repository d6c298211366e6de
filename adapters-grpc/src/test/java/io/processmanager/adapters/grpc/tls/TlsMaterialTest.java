package io.processmanager.adapters.grpc.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.domain.owner.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsMaterialTest {

  @TempDir private Path directory;
  private TestPki.Issued files;

  @BeforeEach
  void issue() {
    files = TestPki.create(directory).client("alice");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refusal(
      Path ca, Path certificate, Path key) {
    return assertThatThrownBy(() -> TlsMaterial.read(ca, certificate, key))
        .isInstanceOf(TlsMaterialException.class)
        .hasMessageNotContaining("\n");
  }

  @Test
  void missingFileIsNamed() {
    Path missing = directory.resolve("missing.pem");

    refusal(missing, files.certificate(), files.key())
        .hasMessage("the CA certificate file " + missing + " does not exist; check the path");
    refusal(files.ca(), missing, files.key()).hasMessageStartingWith("the certificate file");
    refusal(files.ca(), files.certificate(), missing)
        .hasMessageStartingWith("the private key file");
  }

  @Test
  void trustAloneNeedsTheAuthoritiesOnly() {
    Path missing = directory.resolve("missing.pem");

    assertThat(TlsTrust.read(files.ca()).caCertificates())
        .isEqualTo(files.material().caCertificates());
    assertThatThrownBy(() -> TlsTrust.read(missing))
        .isInstanceOf(TlsMaterialException.class)
        .hasMessage("the CA certificate file " + missing + " does not exist; check the path");
    assertThatThrownBy(() -> new TlsTrust(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fileWithoutAnEndIsReadNoFurtherThanAPemFileGoes() {
    refusal(files.ca(), files.certificate(), Path.of("/dev/zero"))
        .hasMessageContaining("/dev/zero is too large");
  }

  @Test
  void directoryIsNotAFile() {
    refusal(files.ca(), directory, files.key()).hasMessageContaining(directory + " is a directory");
  }

  @Test
  void fileWithoutPemBlockIsRefused() throws IOException {
    Path der = Files.write(directory.resolve("cert.der"), new byte[] {0x30, (byte) 0x82, 1, 2});

    refusal(files.ca(), der, files.key()).hasMessageContaining(der + " has no PEM block");
  }

  @Test
  void keyInPlaceOfTheCertificateIsRefused() {
    refusal(files.ca(), files.key(), files.key())
        .hasMessageContaining("no CERTIFICATE block but PRIVATE KEY");
  }

  @Test
  void certificateInPlaceOfTheKeyIsRefused() {
    refusal(files.ca(), files.certificate(), files.certificate())
        .hasMessageContaining("no PRIVATE KEY block but CERTIFICATE");
  }

  @Test
  void brokenCertificateIsRefused() throws IOException {
    Path broken =
        Files.writeString(
            directory.resolve("broken.crt"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

    refusal(files.ca(), broken, files.key()).hasMessageContaining(broken + " holds a broken");
  }

  @Test
  void brokenKeyIsRefused() throws IOException {
    Path broken =
        Files.writeString(
            directory.resolve("broken.key"),
            "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n");

    refusal(files.ca(), files.certificate(), broken)
        .hasMessageContaining("private key in " + broken);
  }

  @Test
  void textAroundTheBlocksAndFurtherCertificatesAreFine() throws IOException {
    Path chain =
        Files.writeString(
            directory.resolve("chain.pem"),
            "subject=alice\n"
                + Files.readString(files.certificate())
                + "Issuer é\r\n"
                + Files.readString(files.ca()).replace("\n", "\r\n"));

    TlsMaterial material = TlsMaterial.read(files.ca(), chain, files.key());

    assertThat(material.certificateChain()).hasSize(2);
  }

  @Test
  void keyIsNeverPrinted() {
    assertThat(files.material()).hasToString("TlsMaterial[CN=alice]");
  }

  @Test
  void adminCertificatesAreReadAndBlankPartsAreSkipped() {
    TlsMaterial alice = files.material();

    AdminCertificates admins = AdminCertificates.read(" " + files.certificate() + " ;; ");

    assertThat(admins.include(alice.certificateChain().get(0), new Owner("CN=alice"))).isTrue();
  }

  @Test
  void unreadableAdminCertificateIsNamed() {
    assertThatThrownBy(() -> AdminCertificates.read(files.certificate() + ";/no/such.crt"))
        .isInstanceOf(TlsMaterialException.class)
        .hasMessageContaining("/no/such.crt does not exist");
  }
}
