/** Measures the engine and the worker against baselines of the same moment. */
@NullMarked
package io.processmanager.benchmark;

import org.jspecify.annotations.NullMarked;
