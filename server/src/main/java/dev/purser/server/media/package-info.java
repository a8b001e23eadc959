/// Media types: which form of an answer a client asked for, and how objects, lists, tables and
/// watch events are written in it.
@NullMarked
package dev.purser.server.media;

import org.jspecify.annotations.NullMarked;
