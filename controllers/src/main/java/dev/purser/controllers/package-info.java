/// The controllers: each watches some kinds of objects and works until what they ask for is there.
///
/// One package is one controller, or several that take care of one thing. All of them see the
/// [dev.purser.client.Api] only, so they run beside the server or anywhere else;
/// [dev.purser.controllers.ControllerSet] wires them together, starts and stops them. Reactions
/// follow watch events at once; nothing polls.
@NullMarked
package dev.purser.controllers;

import org.jspecify.annotations.NullMarked;
