package dev.purser.node.network;

import java.util.List;

/// Tells which address ranges this machine uses already.
@FunctionalInterface
public interface UsedSubnets {
    /// The ranges of all routes and interfaces but those of the named interface; the default route
    /// is not one of them.
    List<Subnet> except(String interfaceName);
}
