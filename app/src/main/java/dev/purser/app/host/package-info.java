/// What the machine must have before a node can run on it, and getting it by the system's package
/// manager.
@NullMarked
package dev.purser.app.host;

import org.jspecify.annotations.NullMarked;
