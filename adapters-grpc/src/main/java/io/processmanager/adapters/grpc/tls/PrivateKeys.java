package io.processmanager.adapters.grpc.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads private keys in the forms that openssl writes: PKCS#8 (RFC 5208), and the traditional ones
 * for RSA (RFC 8017) and EC (RFC 5915), which are put into a PKCS#8 envelope for the JDK.
 */
final class PrivateKeys {

  private static final String PKCS8 = "PRIVATE KEY";
  private static final String RSA = "RSA PRIVATE KEY";
  private static final String EC = "EC PRIVATE KEY";
  private static final String ENCRYPTED_PKCS8 = "ENCRYPTED PRIVATE KEY";

  private static final byte[] VERSION_0 = {Der.INTEGER, 1, 0};
  private static final byte[] NULL = {0x05, 0};
  private static final byte[] RSA_OID = HexFormat.of().parseHex("2a864886f70d010101");
  private static final byte[] EC_OID = HexFormat.of().parseHex("2a8648ce3d0201");

  /** The JDK's name of a key algorithm by its object identifier's bytes. */
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          HexFormat.of().formatHex(RSA_OID),
          "RSA",
          "2a864886f70d01010a",
          "RSASSA-PSS",
          HexFormat.of().formatHex(EC_OID),
          "EC",
          "2b6570",
          "Ed25519",
          "2b6571",
          "Ed448");

  /** P-256, P-384 and P-521; RFC 8422. */
  private static final Set<String> TLS_CURVES =
      Set.of("2a8648ce3d030107", "2b81040022", "2b81040023");

  private PrivateKeys() {}

  /** The private key in the file at {@code path}. */
  static PrivateKey read(Path path) {
    PemFile file = PemFile.read("private key", path);
    PemFile.Block block =
        file.firstEndingIn(PKCS8)
            .orElseThrow(
                () ->
                    new TlsMaterialException(
                        "the private key file "
                            + path
                            + " has no PRIVATE KEY block but "
                            + file.labels()
                            + "; give the key that belongs to the certificate"));
    try {
      return decode(pkcs8(block, path));
    } catch (GeneralSecurityException | IllegalArgumentException broken) {
      throw unreadable(path, "is broken or of a kind that TLS here does not take", broken);
    }
  }

  private static byte[] pkcs8(PemFile.Block block, Path path) {
    if (block.label().equals(ENCRYPTED_PKCS8)) {
      throw encrypted(path, "pkcs8");
    }
    if (block.encrypted()) {
      throw encrypted(path, block.label().equals(RSA) ? "rsa" : "ec");
    }
    if (block.label().equals(PKCS8)) {
      return block.decode();
    }
    if (block.label().equals(RSA)) {
      return envelope(Der.element(Der.OBJECT_IDENTIFIER, RSA_OID), NULL, block.decode());
    }
    if (block.label().equals(EC)) {
      byte[] key = block.decode();
      return envelope(Der.element(Der.OBJECT_IDENTIFIER, EC_OID), curve(key), key);
    }
    throw unreadable(path, "is in the form '" + block.label() + "', which is not supported", null);
  }

  private static byte[] envelope(byte[] algorithm, byte[] parameters, byte[] key) {
    return Der.element(
        Der.SEQUENCE,
        VERSION_0,
        Der.element(Der.SEQUENCE, algorithm, parameters),
        Der.element(Der.OCTET_STRING, key));
  }

  /** The named curve that a traditional EC key carries in its field {@code [0]}. */
  private static byte[] curve(byte[] key) {
    Der fields = new Der(new Der(key).content(Der.SEQUENCE));
    fields.content(Der.INTEGER);
    fields.content(Der.OCTET_STRING);
    if (!fields.hasMore() || fields.peekTag() != Der.CONTEXT_0) {
      throw new IllegalArgumentException("the EC key does not name its curve");
    }
    Der parameters = new Der(fields.content(Der.CONTEXT_0));
    return Der.element(Der.OBJECT_IDENTIFIER, parameters.content(Der.OBJECT_IDENTIFIER));
  }

  private static PrivateKey decode(byte[] pkcs8) throws GeneralSecurityException {
    Der info = new Der(new Der(pkcs8).content(Der.SEQUENCE));
    info.content(Der.INTEGER);
    Der algorithm = new Der(info.content(Der.SEQUENCE));
    String oid = HexFormat.of().formatHex(algorithm.content(Der.OBJECT_IDENTIFIER));
    String name = ALGORITHMS.get(oid);
    if (name == null) {
      throw new IllegalArgumentException("key algorithm with the object identifier " + oid);
    }
    if (name.equals("EC")) {
      requireTlsCurve(HexFormat.of().formatHex(algorithm.content(Der.OBJECT_IDENTIFIER)));
    }
    return KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /** The JDK reads keys on other curves, and then can neither sign with them nor say so early. */
  private static void requireTlsCurve(String oid) {
    if (!TLS_CURVES.contains(oid)) {
      throw new IllegalArgumentException("curve with the object identifier " + oid);
    }
  }

  private static TlsMaterialException encrypted(Path path, String command) {
    return new TlsMaterialException(
        "the private key file "
            + path
            + " is encrypted; decrypt it with: openssl "
            + command
            + " -in "
            + path
            + " -out decrypted.key");
  }

  private static TlsMaterialException unreadable(
      Path path, String what, @Nullable Throwable cause) {
    return new TlsMaterialException(
        "the private key in "
            + path
            + " "
            + what
            + "; use an RSA, EC (P-256, P-384, P-521) or Ed25519 key, or convert it with: openssl"
            + " pkcs8 -topk8 -nocrypt -in "
            + path
            + " -out converted.key",
        cause);
  }
}
