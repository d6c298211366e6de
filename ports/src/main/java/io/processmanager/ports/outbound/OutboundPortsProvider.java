package io.processmanager.ports.outbound;

/**
 * Opens the outbound ports of one operating system. Found by {@link java.util.ServiceLoader}, so
 * that an embedding program needs nothing but the adapter on its class path.
 */
public interface OutboundPortsProvider {

  /** {@return how much output is kept where nobody says; it fits the machine or the JVM} */
  OutputLimits defaultLimits();

  /**
   * Opens them. The caller closes them.
   *
   * @param limits how much is kept
   * @param audit who is told what was done
   * @return the ports, to be closed
   * @throws UnsupportedOperationException this machine lacks something; the message says what
   */
  OutboundPorts open(OutputLimits limits, Audit audit);
}
