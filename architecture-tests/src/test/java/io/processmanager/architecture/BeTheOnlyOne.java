package io.processmanager.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;

/** Holds for a class when there is no other. */
final class BeTheOnlyOne extends ArchCondition<JavaClass> {

  private final String what;
  private int count;

  BeTheOnlyOne(String what) {
    super("be the only " + what);
    this.what = what;
  }

  @Override
  public void init(Collection<JavaClass> all) {
    count = all.size();
  }

  @Override
  public void check(JavaClass item, ConditionEvents events) {
    String message = item.getName() + " is one of " + count + ": a " + what;
    events.add(new SimpleConditionEvent(item, count == 1, message));
  }
}
