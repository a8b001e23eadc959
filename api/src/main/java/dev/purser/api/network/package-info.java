/// IP addresses and networks as Kubernetes reads and checks them: leniently, as Go once did, with
/// complaints and warnings about spellings that other programs may read differently (KEP-4858).
@NullMarked
package dev.purser.api.network;

import org.jspecify.annotations.NullMarked;
