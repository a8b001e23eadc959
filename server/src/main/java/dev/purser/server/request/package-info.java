/// A request once the wire is behind it: what is asked, and who asks. Shared by all later stages.
@NullMarked
package dev.purser.server.request;

import org.jspecify.annotations.NullMarked;
