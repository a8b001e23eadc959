/// The rules of what says which server serves which group and version.
@NullMarked
package dev.purser.api.kind.registration;

import org.jspecify.annotations.NullMarked;
