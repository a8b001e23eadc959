/// The addresses of Services on this node: what a kube-proxy does. Connections to the address of a
/// Service, from pods and from the machine itself, are led to one of its ready endpoints by the
/// kernel, by rules of iptables that this package keeps equal to Services and EndpointSlices.
///
/// The rules belong to one data directory: for packets of pods they look at its bridge alone, so
/// that several Pursers may give the same address to different Services.
@NullMarked
package dev.purser.node.service;

import org.jspecify.annotations.NullMarked;
