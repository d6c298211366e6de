package io.processmanager.ports.contract;

/** An implementation breaks a rule of its contract; the message says which, why, and what to do. */
public final class ContractViolation extends AssertionError {

  private static final long serialVersionUID = 1L;

  ContractViolation(String message, Throwable found) {
    super(message, found);
  }
}
