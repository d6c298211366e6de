package io.processmanager.adapters.grpc.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file of PEM blocks, with whatever text between them; RFC 7468.
 *
 * @param path where it was read from
 * @param blocks its blocks in their order, at least one
 */
record PemFile(Path path, List<Block> blocks) {

  private static final int LARGEST_BYTES = 4 << 20;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final Pattern HEADERS = Pattern.compile("\\A(?:\\s*[\\w-]+:[^\\n]*\\n)+\\s*\\n");

  PemFile {
    blocks = List.copyOf(blocks);
  }

  /**
   * One block.
   *
   * @param label what stands behind {@code BEGIN}
   * @param encrypted whether its headers say that it is encrypted; RFC 1421
   * @param base64 its content
   */
  record Block(String label, boolean encrypted, String base64) {

    /**
     * The bytes of the content.
     *
     * @throws IllegalArgumentException the content is not Base64
     */
    byte[] decode() {
      return Base64.getMimeDecoder().decode(base64);
    }
  }

  /**
   * Reads the file at {@code path}.
   *
   * @param what the file's role in a message, such as {@code client key}
   */
  static PemFile read(String what, Path path) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text(what, path));
    while (matcher.find()) {
      Matcher headers = HEADERS.matcher(matcher.group(2));
      boolean has = headers.find();
      blocks.add(
          new Block(
              matcher.group(1),
              has && headers.group().contains("ENCRYPTED"),
              has ? matcher.group(2).substring(headers.end()) : matcher.group(2)));
    }
    if (blocks.isEmpty()) {
      throw new TlsMaterialException(
          "the "
              + what
              + " file "
              + path
              + " has no PEM block (-----BEGIN ...-----); if it is DER, convert it with openssl");
    }
    return new PemFile(path, blocks);
  }

  private static String text(String what, Path path) {
    try {
      if (Files.isDirectory(path)) {
        throw new TlsMaterialException(
            "the " + what + " file " + path + " is a directory; name the PEM file itself");
      }
      byte[] content = beginning(path);
      if (content.length > LARGEST_BYTES) {
        throw new TlsMaterialException(
            "the " + what + " file " + path + " is too large for a PEM file; check the path");
      }
      // Latin-1 takes every byte, so that a comment in any encoding does no harm.
      return new String(content, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException missing) {
      throw new TlsMaterialException(
          "the " + what + " file " + path + " does not exist; check the path", missing);
    } catch (AccessDeniedException denied) {
      throw new TlsMaterialException(
          "the " + what + " file " + path + " may not be read; check its permissions", denied);
    } catch (IOException failed) {
      throw new TlsMaterialException(
          "the " + what + " file " + path + " cannot be read: " + failed.getMessage(), failed);
    }
  }

  /** Not by the size it says it has: a pipe has none and a device no end. */
  private static byte[] beginning(Path path) throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      return file.readNBytes(LARGEST_BYTES + 1);
    }
  }

  /** The blocks with this label. */
  List<Block> labelled(String label) {
    return blocks.stream().filter(block -> block.label().equals(label)).toList();
  }

  /** The first block whose label ends so. */
  Optional<Block> firstEndingIn(String suffix) {
    return blocks.stream().filter(block -> block.label().endsWith(suffix)).findFirst();
  }

  /** The labels of the blocks, for a message. */
  String labels() {
    return blocks.stream().map(Block::label).distinct().collect(Collectors.joining(", "));
  }
}
