/// Warnings that teach: what people are told, beside the answer to a write, about ways in which
/// secrets leak and settings silently do nothing. Kubernetes takes such objects without a word; so
/// does Purser from programs.
///
/// Each [dev.purser.server.admission.advice.Topic] can be turned off, for a server and for one
/// object. An update is told only of what it brought.
@NullMarked
package dev.purser.server.admission.advice;

import org.jspecify.annotations.NullMarked;
