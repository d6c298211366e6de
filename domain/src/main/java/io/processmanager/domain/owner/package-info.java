/** Who a job belongs to, and who may touch it. */
@NullMarked
package io.processmanager.domain.owner;

import org.jspecify.annotations.NullMarked;
