package io.processmanager.ports.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/** A rule of a contract, run as a test. */
@Documented
@Test
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ContractRule {

  /** The rule's number, such as {@code JOB-1}; never given to another rule. */
  String id();

  /** Why the rule is there: what its users would suffer without it. */
  String intent();

  /** Without which of these the rule cannot be tried; it is skipped then. */
  Capability[] needs() default {};
}
