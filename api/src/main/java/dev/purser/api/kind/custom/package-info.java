/// The rules of custom resources, which their definitions state: one class for all of them.
@NullMarked
package dev.purser.api.kind.custom;

import org.jspecify.annotations.NullMarked;
