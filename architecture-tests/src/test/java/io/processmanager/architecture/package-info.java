/** The rules that hold the layers apart, and fixtures that show that each rule can fail. */
@NullMarked
package io.processmanager.architecture;

import org.jspecify.annotations.NullMarked;
