/// Secrets in files of this machine, below directories that the server's administrator has named. A
/// store asks for a directory by that name and never by a path.
@NullMarked
package dev.purser.external.provider.directory;

import org.jspecify.annotations.NullMarked;
