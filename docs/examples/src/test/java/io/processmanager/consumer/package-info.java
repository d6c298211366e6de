/** The SDK as those meet it who take its jars, on their class path and on their Java. */
@NullMarked
package io.processmanager.consumer;

import org.jspecify.annotations.NullMarked;
