/** The code that the Javadoc shows. */
@NullMarked
package io.processmanager.ports.snippet;

import org.jspecify.annotations.NullMarked;
