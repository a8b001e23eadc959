/// The rules of what names other servers that have a say in admission.
@NullMarked
package dev.purser.api.kind.webhook;

import org.jspecify.annotations.NullMarked;
