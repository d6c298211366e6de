/**
 * What every implementation of a port must do, as numbered rules that run as tests. An
 * implementation is proven by a subclass of the port's contract.
 */
@NullMarked
package io.processmanager.ports.contract;

import org.jspecify.annotations.NullMarked;
