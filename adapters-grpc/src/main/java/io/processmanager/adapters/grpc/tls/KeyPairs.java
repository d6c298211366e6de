package io.processmanager.adapters.grpc.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;

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

  private static String signatureOf(PrivateKey key) {
    return key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : key.getAlgorithm();
  }
}
