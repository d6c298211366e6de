package io.processmanager.adapters.os;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A handler of a JVM's owner for a signal, in the way that Java programs have always had them.
 * Found by name, as the compiler warns of the class itself.
 */
final class SignalProbe {

  private static final long BOUND_SECONDS = 20;

  private final String name;
  private final Object signal;
  private volatile CountDownLatch raised = new CountDownLatch(1);

  private SignalProbe(String name, Object signal) {
    this.name = name;
    this.signal = signal;
  }

  /** Handles a signal from now on, such as {@code HUP}. */
  static SignalProbe on(String name) throws ReflectiveOperationException {
    Class<?> signals = Class.forName("sun.misc.Signal");
    Class<?> handlers = Class.forName("sun.misc.SignalHandler");
    SignalProbe probe =
        new SignalProbe(name, signals.getConstructor(String.class).newInstance(name));
    Object handler =
        Proxy.newProxyInstance(
            SignalProbe.class.getClassLoader(),
            new Class<?>[] {handlers},
            (proxy, method, arguments) -> probe.call(method));
    signals.getMethod("handle", signals, handlers).invoke(null, probe.signal, handler);
    return probe;
  }

  private @Nullable Object call(Method method) {
    if (method.getName().equals("handle")) {
      raised.countDown();
    }
    return null;
  }

  /** Raises the signal and waits for the handler. */
  void requireHandled() throws ReflectiveOperationException, InterruptedException {
    raised = new CountDownLatch(1);
    signal.getClass().getMethod("raise", signal.getClass()).invoke(null, signal);
    if (!raised.await(BOUND_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the handler of SIG" + name + " was not called");
    }
  }
}
