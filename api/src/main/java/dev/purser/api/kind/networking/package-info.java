/// The rules of Ingresses and their classes, NetworkPolicies, IPAddresses and ServiceCIDRs.
@NullMarked
package dev.purser.api.kind.networking;

import org.jspecify.annotations.NullMarked;
