/** What other ways to run processes from Java do in the same situations. */
@NullMarked
package io.processmanager.adapters.os.comparison;

import org.jspecify.annotations.NullMarked;
