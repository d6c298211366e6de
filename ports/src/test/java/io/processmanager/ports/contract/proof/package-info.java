/**
 * Proves the contract of {@link io.processmanager.ports.inbound.Jobs} itself: for each rule a
 * deliberately broken implementation, which the rule must fail.
 */
@NullMarked
package io.processmanager.ports.contract.proof;

import org.jspecify.annotations.NullMarked;
