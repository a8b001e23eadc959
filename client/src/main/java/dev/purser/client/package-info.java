/// How controllers and nodes speak to the API: the [Api] contract, which the server implements in
/// process and [dev.purser.client.remote] over HTTPS, and what is built on it: a list-watch cache
/// and a work queue.
///
/// Code written against [Api] runs beside the server or on another machine without knowing which.
@NullMarked
package dev.purser.client;

import org.jspecify.annotations.NullMarked;
