/// The rules of what shares a server's attention among its clients, and the objects of that kind
/// that every server has.
@NullMarked
package dev.purser.api.kind.flowcontrol;

import org.jspecify.annotations.NullMarked;
