package io.processmanager.adapters.grpc.tls;

import org.jspecify.annotations.Nullable;

/**
 * A key or certificate cannot be used. The message is one line: what is wrong, with which file, and
 * what to do.
 */
public final class TlsMaterialException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TlsMaterialException(String message) {
    this(message, null);
  }

  TlsMaterialException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
