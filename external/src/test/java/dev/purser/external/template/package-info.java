@NullMarked
package dev.purser.external.template;

import org.jspecify.annotations.NullMarked;
