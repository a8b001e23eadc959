/// What the audit log tells people: who used which Secret.
@NullMarked
package dev.purser.app.audit;

import org.jspecify.annotations.NullMarked;
