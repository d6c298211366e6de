package io.processmanager.adapters.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processmanager.adapters.grpc.wire.SocketLoops;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program that pins a Netty which does not have what Unix sockets need. */
class OlderNettyTest {

  @Test
  void versionThatIsNeededIsSaid() throws Exception {
    try (URLClassLoader older = new OlderNetty()) {
      Method open =
          older.loadClass(SocketLoops.class.getName()).getMethod("open", int.class, String.class);

      assertThat(open.getDeclaringClass()).isNotEqualTo(SocketLoops.class);
      assertThatThrownBy(() -> open.invoke(null, 1, "loop"))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageStartingWith("a Unix socket needs Netty 4.2 or later, ");
    }
  }

  private static final class OlderNetty extends URLClassLoader {

    OlderNetty() throws IOException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() throws IOException {
      List<URL> entries = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        entries.add(Path.of(entry).toUri().toURL());
      }
      return entries.toArray(URL[]::new);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("io.netty.channel.MultiThreadIoEventLoopGroup")) {
        throw new ClassNotFoundException(name);
      }
      return super.findClass(name);
    }
  }
}
