/// Admission policies (KEP-3488, KEP-3962): the rules of their kinds, and their expressions,
/// compiled. How requests meet them is the server's business.
@NullMarked
package dev.purser.cel.policy;

import org.jspecify.annotations.NullMarked;
