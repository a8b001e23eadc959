/// A cluster in memory for controller tests: the fake API, the controllers, a node that runs
/// whatever it is given, and a clock that moves while the tests wait.
@NullMarked
package dev.purser.controllers.testing;

import org.jspecify.annotations.NullMarked;
