package io.processmanager.adapters.grpc.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Passes TCP connections on to a server, until it resets them. */
public final class CuttingProxy implements AutoCloseable {

  private static final int NOBODY = 0;

  private final ServerSocket listening;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Semaphore refusals = new Semaphore(0);
  private final AtomicLong fromServer = new AtomicLong();
  private volatile int target;
  private volatile LongSupplier bytesBeforeCut = () -> Long.MAX_VALUE;

  private CuttingProxy(ServerSocket listening, int target) {
    this.listening = listening;
    this.target = target;
  }

  /** Stands before the server at {@code target} of the loopback interface. */
  public static CuttingProxy before(int target) throws IOException {
    ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    CuttingProxy proxy = new CuttingProxy(listening, target);
    inBackground(proxy::accept);
    return proxy;
  }

  /** Where it listens. */
  public String address() {
    return "localhost:" + listening.getLocalPort();
  }

  /** New connections go there. */
  public void passOnTo(int newTarget) {
    target = newTarget;
  }

  /** How many bytes it has carried from servers to clients. */
  public long bytesFromServer() {
    return fromServer.get();
  }

  /** Resets each connection when it has carried so many bytes from the server. */
  public void cutAfter(LongSupplier bytes) {
    bytesBeforeCut = bytes;
  }

  /**
   * New connections go nowhere, and are reset. A port that nobody listens on may be taken again.
   */
  public void passOnToNobody() {
    target = NOBODY;
  }

  /** Waits for {@code count} connections that had nowhere to go. */
  public void awaitRefusals(int count) throws InterruptedException {
    refusals.acquire(count);
  }

  /** Resets all connections there are. */
  public void cut() {
    sockets.forEach(CuttingProxy::reset);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        try {
          Socket server = connect();
          sockets.add(client);
          sockets.add(server);
          long allowed = bytesBeforeCut.getAsLong();
          inBackground(() -> carry(client, server, Long.MAX_VALUE, new AtomicLong()));
          inBackground(() -> carry(server, client, allowed, fromServer));
        } catch (IOException nobodyThere) {
          reset(client);
          refusals.release();
        }
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private Socket connect() throws IOException {
    int present = target;
    if (present == NOBODY) {
      throw new IOException("nobody is there");
    }
    return new Socket(InetAddress.getLoopbackAddress(), present);
  }

  private void carry(Socket from, Socket to, long allowed, AtomicLong carried) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[8192];
      long left = allowed;
      for (int count = in.read(buffer); count >= 0 && left > 0; count = in.read(buffer)) {
        int passed = (int) Math.min(count, left);
        out.write(buffer, 0, passed);
        carried.addAndGet(passed);
        left -= passed;
        if (left == 0) {
          break;
        }
      }
    } catch (IOException oneSideIsGone) {
      // So is the other.
    } finally {
      reset(from);
      reset(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  /** With this linger time a close sends RST instead of FIN; socket(7). */
  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException closedBefore) {
      // As it should be.
    }
  }

  private static void inBackground(Runnable task) {
    Thread thread = new Thread(task, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** Lets nobody in any more, and resets all connections. */
  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    cut();
  }
}
