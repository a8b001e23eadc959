/// A local, always current copy of the objects of a resource: listed once, then kept by a watch.
///
/// An [dev.purser.client.cache.Informer] lists, watches, resumes after interruptions and lists anew
/// when the server has forgotten its place. Its [dev.purser.client.cache.ObjectCache] answers reads
/// from memory and by indexes; handlers are told of every change. Objects in a cache are shared:
/// whoever wants to change one copies it first.
@NullMarked
package dev.purser.client.cache;

import org.jspecify.annotations.NullMarked;
