package io.processmanager.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** What the modules of this build have packed, which {@code mvn install} would install. */
final class Packed {

  /** The modules of the SDK. */
  static final List<String> MODULES =
      List.of("domain", "ports", "proto", "adapters-os", "adapters-grpc");

  static final String VERSION = System.getProperty("consumer.version");

  /** Where all modules are. */
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  /** The distribution of the worker. */
  static final Path WORKER = ROOT.resolve("app-worker/target/dist");

  private Packed() {}

  /** A file of a module, by what its name ends with behind the version. */
  static Path file(String module, String ending) {
    return ROOT.resolve(Path.of(module, "target", module + "-" + VERSION + ending));
  }

  /** The names of a jar's files. */
  static Set<String> entries(Path jar) {
    try (JarFile opened = new JarFile(jar.toFile())) {
      Set<String> names = new TreeSet<>();
      opened.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .forEach(names::add);
      return names;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The packages of a jar's classes. */
  static Set<String> packages(Path jar) {
    Set<String> packages = new TreeSet<>();
    entries(jar).stream()
        .filter(name -> name.endsWith(".class") && name.contains("/"))
        .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
        .forEach(packages::add);
    return packages;
  }

  /** What a jar says of itself. */
  static String manifest(Path jar, String attribute) {
    try (JarFile opened = new JarFile(jar.toFile())) {
      return opened.getManifest().getMainAttributes().getValue(attribute);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A text file. */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
