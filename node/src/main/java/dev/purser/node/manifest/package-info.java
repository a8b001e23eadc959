/// Static pods: pods of files on this machine, which run whether or not an API server answers, and
/// the mirror pods that show them in the API.
@NullMarked
package dev.purser.node.manifest;

import org.jspecify.annotations.NullMarked;
