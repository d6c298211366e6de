/** What a job is: its name, what it runs, the states it passes through and how it ends. */
@NullMarked
package io.processmanager.domain.job;

import org.jspecify.annotations.NullMarked;
