/// The `purser` program: reads the command line, and wires constructors together. Nothing else does
/// either.
///
/// `command` has one class a subcommand, [dev.purser.app.serve] puts server, controllers and node
/// together, `data` knows where things lie on disk, `host` what the machine must have, `manifest`
/// how `up -f` applies files.
@NullMarked
package dev.purser.app;

import org.jspecify.annotations.NullMarked;
