package io.processmanager.ports.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the rules of an interface have in common, and where to look when one of them fails. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ContractTopic {

  /** A few words. */
  String title();

  /** What the author of a transport is to look at, in an imperative sentence or two. */
  String hint();
}
