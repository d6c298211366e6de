package io.processmanager.ports.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.processmanager.domain.owner.Owner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who pushes out what. */
final class OwnedQueueTest {

  private static final Owner ALICE = new Owner("alice");
  private static final Owner BOB = new Owner("bob");

  private final OwnedQueue<String> queue = new OwnedQueue<>();

  @Test
  void oldestGoesOfWhoeverHasTheMost() {
    queue.add(ALICE, "alice's", 100);
    queue.add(BOB, "bob's first", 1);
    queue.add(BOB, "bob's second", 1);

    assertThat(queue.removeFromTheMost()).isEqualTo("bob's first");
    assertThat(queue.removeFromTheLargest()).isEqualTo("alice's");
    assertThat(queue.removeOldest()).isEqualTo("bob's second");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void amongEqualsTheOldestGoes() {
    queue.add(BOB, "bob's", 1);
    queue.add(ALICE, "alice's", 1);

    assertThat(queue.removeFromTheMost()).isEqualTo("bob's");
  }

  /** Against a list that is searched each time. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isAsItsModel(long seed) {
    Random random = new Random(seed);
    OwnedQueue<Thing> real = new OwnedQueue<>();
    List<Thing> model = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      int action = random.nextInt(6);
      if (model.isEmpty() || action < 3) {
        Thing thing = new Thing(i, new Owner("o" + random.nextInt(8)), random.nextInt(4));
        real.add(thing.owner(), thing, thing.size());
        model.add(thing);
      } else {
        Supplier<Thing> removal =
            switch (action) {
              case 3 -> real::removeOldest;
              case 4 -> real::removeFromTheMost;
              default -> real::removeFromTheLargest;
            };
        Thing expected =
            switch (action) {
              case 3 -> model.get(0);
              case 4 -> oldestOfTheGreatest(model, each -> 1);
              default -> oldestOfTheGreatest(model, Thing::size);
            };
        assertThat(removal.get()).isEqualTo(expected);
        model.remove(expected);
      }
      assertThat(real.number()).isEqualTo(model.size());
      assertThat(real.size()).isEqualTo(model.stream().mapToLong(Thing::size).sum());
      assertThat(real.isEmpty() ? null : real.oldest())
          .isEqualTo(model.isEmpty() ? null : model.get(0));
    }
  }

  private static Thing oldestOfTheGreatest(List<Thing> things, ToLongFunction<Thing> measure) {
    Map<Owner, Long> sums =
        things.stream()
            .collect(Collectors.groupingBy(Thing::owner, Collectors.summingLong(measure)));
    return things.stream()
        .max(
            Comparator.comparingLong((Thing thing) -> sums.get(thing.owner()))
                .thenComparing(Thing::number, Comparator.reverseOrder()))
        .orElseThrow();
  }

  private record Thing(int number, Owner owner, long size) {}
}
