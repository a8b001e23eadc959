/// What controllers share: names of resources, owners, conditions, pod states, comparison.
@NullMarked
package dev.purser.controllers.object;

import org.jspecify.annotations.NullMarked;
