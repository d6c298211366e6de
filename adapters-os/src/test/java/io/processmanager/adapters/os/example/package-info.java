/** The worked example of docs/transports.md. */
@NullMarked
package io.processmanager.adapters.os.example;

import org.jspecify.annotations.NullMarked;
