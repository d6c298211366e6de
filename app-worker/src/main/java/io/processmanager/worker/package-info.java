/** The daemon: its settings, its log, and its life from start to drain. */
@NullMarked
package io.processmanager.worker;

import org.jspecify.annotations.NullMarked;
