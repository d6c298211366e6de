package io.processmanager.consumer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Global settings of Maven's: those that are in force, with more added. The user's own, with their
 * mirrors, proxies and credentials, are another file, and stay what they are.
 */
final class GlobalSettings {

  private static final byte[] NOTHING = "<settings/>".getBytes(StandardCharsets.UTF_8);

  private GlobalSettings() {}

  /**
   * Writes them.
   *
   * @param inForce the file with those that are; it may be missing
   * @param added settings
   */
  static void write(Path target, Path inForce, String added)
      throws IOException, ParserConfigurationException, SAXException, TransformerException {
    Document all = Files.isReadable(inForce) ? read(Files.readAllBytes(inForce)) : read(NOTHING);
    for (Element group :
        childrenOf(read(added.getBytes(StandardCharsets.UTF_8)).getDocumentElement())) {
      Element place = place(all, group.getTagName());
      for (Element setting : childrenOf(group)) {
        place.appendChild(all.importNode(setting, true));
      }
    }
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(new DOMSource(all), new StreamResult(target.toFile()));
  }

  private static Document read(byte[] text)
      throws IOException, ParserConfigurationException, SAXException {
    try (InputStream stream = new ByteArrayInputStream(text)) {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
    }
  }

  private static List<Element> childrenOf(Element parent) {
    NodeList nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .toList();
  }

  private static Element place(Document all, String group) {
    return childrenOf(all.getDocumentElement()).stream()
        .filter(element -> element.getTagName().equals(group))
        .findFirst()
        .orElseGet(() -> (Element) all.getDocumentElement().appendChild(all.createElement(group)));
  }
}
