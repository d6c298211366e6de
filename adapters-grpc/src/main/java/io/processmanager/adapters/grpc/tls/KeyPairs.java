package io.processmanager.adapters.grpc.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import java.util.Optional;

/** Tells whether two keys are the halves of one pair. */
final class KeyPairs {

  private static final byte[] PROBE = {1, 2, 3, 4};

  private KeyPairs() {}

  static boolean match(PrivateKey privateKey, PublicKey publicKey) {
    if (privateKey instanceof RSAKey half && publicKey instanceof RSAKey other) {
      return half.getModulus().equals(other.getModulus());
    }
    if (!privateKey.getAlgorithm().equals(publicKey.getAlgorithm())) {
      return false;
    }
    if (pointOf(privateKey).filter(point -> Arrays.equals(point, pointOf(publicKey))).isPresent()) {
      return true;
    }
    try {
      Signature signature = Signature.getInstance(signatureOf(privateKey));
      signature.initSign(privateKey);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException differentCurves) {
      return false;
    }
  }

  /**
   * The public half that most EC keys carry with them, RFC 5915: a signature by code that has never
   * run takes a tenth of a second.
   */
  private static Optional<byte[]> pointOf(PrivateKey key) {
    if (!key.getAlgorithm().equals("EC") || key.getEncoded() == null) {
      return Optional.empty();
    }
    Der info = new Der(new Der(key.getEncoded()).content(Der.SEQUENCE));
    info.content(Der.INTEGER);
    info.content(Der.SEQUENCE);
    Der fields = new Der(new Der(info.content(Der.OCTET_STRING)).content(Der.SEQUENCE));
    fields.content(Der.INTEGER);
    fields.content(Der.OCTET_STRING);
    if (fields.hasMore() && fields.peekTag() == Der.CONTEXT_0) {
      fields.content(Der.CONTEXT_0);
    }
    return fields.hasMore() && fields.peekTag() == Der.CONTEXT_1
        ? Optional.of(new Der(fields.content(Der.CONTEXT_1)).content(Der.BIT_STRING))
        : Optional.empty();
  }

  private static byte[] pointOf(PublicKey key) {
    Der info = new Der(new Der(key.getEncoded()).content(Der.SEQUENCE));
    info.content(Der.SEQUENCE);
    return info.content(Der.BIT_STRING);
  }

  private static String signatureOf(PrivateKey key) {
    return key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : key.getAlgorithm();
  }
}
