package io.processmanager.cli.command;

/** What is said on stderr if this process is ended by a signal, such as Ctrl-C's, until closed. */
final class OnBreak implements AutoCloseable {

  private final Thread hook;

  private OnBreak(Thread hook) {
    this.hook = hook;
  }

  static OnBreak say(Session session, String text) {
    Thread hook = new Thread(() -> session.console().say(text), "said-on-break");
    Runtime.getRuntime().addShutdownHook(hook);
    return new OnBreak(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs by now, as it should.
      return;
    }
  }
}
