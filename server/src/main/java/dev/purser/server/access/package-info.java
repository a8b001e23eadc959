/// Who somebody is and what they may do, wired together for a server.
@NullMarked
package dev.purser.server.access;

import org.jspecify.annotations.NullMarked;
