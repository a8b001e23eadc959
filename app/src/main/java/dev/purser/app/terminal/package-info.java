/// What people see: progress lines, colour where there is a terminal, tables.
@NullMarked
package dev.purser.app.terminal;

import org.jspecify.annotations.NullMarked;
