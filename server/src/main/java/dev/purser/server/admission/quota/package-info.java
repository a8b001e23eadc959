/// The admission plugin that keeps namespaces within their ResourceQuotas: what a write adds is
/// checked and counted in one step, however many writes come at once.
@NullMarked
package dev.purser.server.admission.quota;

import org.jspecify.annotations.NullMarked;
