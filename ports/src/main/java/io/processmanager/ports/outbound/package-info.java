/**
 * What the use cases need from the world: processes, output storage, time, names and an audit
 * trail. Nothing here holds an object that could not cross a process boundary.
 */
@NullMarked
package io.processmanager.ports.outbound;

import org.jspecify.annotations.NullMarked;
