/** The README's examples. */
@NullMarked
package io.processmanager.worker.example;

import org.jspecify.annotations.NullMarked;
