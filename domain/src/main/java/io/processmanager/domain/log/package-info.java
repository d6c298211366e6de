/** The output of a job as a sequence of bytes with offsets that are never reused. */
@NullMarked
package io.processmanager.domain.log;

import org.jspecify.annotations.NullMarked;
