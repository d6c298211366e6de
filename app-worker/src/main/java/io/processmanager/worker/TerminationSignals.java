package io.processmanager.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Takes the signals that ask a daemon to end, signal(7), and hands them to the main thread.
 *
 * <p>Left to the JVM they would start its shutdown: the log would be closed while the jobs are
 * still being stopped, and the exit code would be 143 however well that went.
 *
 * <p>{@code sun.misc.Signal} is the JDK's only way to it, exported and supported by {@code
 * jdk.unsupported}; it is reached by reflection because the compiler cannot be told not to warn of
 * the name.
 */
final class TerminationSignals {

  private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

  private TerminationSignals() {}

  /** Takes the signals from now on. Those that the process was started with as ignored stay so. */
  static TerminationSignals take() {
    TerminationSignals signals = new TerminationSignals();
    NAMES.forEach(signals::take);
    return signals;
  }

  private void take(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object receiver =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> received(method.getName(), name, proxy, arguments));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), receiver);
    } catch (InvocationTargetException refused) {
      throw new IllegalStateException("cannot handle SIG" + name, refused.getCause());
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException("this Java runtime lacks jdk.unsupported", missing);
    }
  }

  @SuppressWarnings("ReferenceEquality") // A receiver equals itself alone.
  private @Nullable Object received(
      String method, String signal, Object proxy, Object @Nullable [] arguments) {
    return switch (method) {
      case "handle" -> {
        received.add("SIG" + signal);
        yield null;
      }
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "receiver of SIG" + signal;
    };
  }

  /** Waits for one of the signals and gives its name. */
  String await() throws InterruptedException {
    return received.take();
  }
}
