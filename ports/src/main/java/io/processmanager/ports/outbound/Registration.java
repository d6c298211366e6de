package io.processmanager.ports.outbound;

/** Something that was asked to be called later, and can be taken back. */
@FunctionalInterface
public interface Registration {

  /** Takes the call back. Does nothing if it has been made or taken back. Any thread. */
  void cancel();
}
