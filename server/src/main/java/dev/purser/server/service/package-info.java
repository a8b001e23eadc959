/// What Services share: the addresses of the ServiceCIDRs, each held by an IPAddress object that
/// comes and goes in the transaction of its Service, and the node ports, known from the Services
/// themselves.
@NullMarked
package dev.purser.server.service;

import org.jspecify.annotations.NullMarked;
