/// One class a subcommand. A command reads its options, does its work by the other packages, and
/// says what happened.
@NullMarked
package dev.purser.app.command;

import org.jspecify.annotations.NullMarked;
