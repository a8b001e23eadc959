@NullMarked
package dev.purser.external.provider.directory;

import org.jspecify.annotations.NullMarked;
