package io.processmanager.ports.usecase;

import io.processmanager.ports.inbound.JobsException;
import io.processmanager.ports.inbound.WatchPosition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in the text of a {@link WatchPosition}.
 *
 * @param instance whose numbers these are
 * @param told the number of the last change that was told
 * @param missed the highest number of a change that was said to be missed; of no meaning up to
 *     {@code told}
 */
record ChangePosition(String instance, long told, long missed) {

  private static final Pattern TOKEN =
      Pattern.compile("([0-9a-f-]{36}):(0|[1-9][0-9]{0,17})(?::([1-9][0-9]{0,17}))?");

  static ChangePosition of(WatchPosition position) {
    Matcher token = TOKEN.matcher(position.token());
    if (!token.matches()) {
      throw unknown();
    }
    String missed = token.group(3);
    return new ChangePosition(
        token.group(1),
        Long.parseLong(token.group(2)),
        missed == null ? 0 : Long.parseLong(missed));
  }

  static JobsException.InvalidRequest unknown() {
    return new JobsException.InvalidRequest(
        "position", "the position is not one that an event of a watch had");
  }

  WatchPosition asPosition() {
    String token = instance + ":" + told;
    return new WatchPosition(missed > told ? token + ":" + missed : token);
  }
}
