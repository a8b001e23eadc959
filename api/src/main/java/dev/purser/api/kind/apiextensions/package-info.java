/// CustomResourceDefinition: what one says, and its rules.
@NullMarked
package dev.purser.api.kind.apiextensions;

import org.jspecify.annotations.NullMarked;
