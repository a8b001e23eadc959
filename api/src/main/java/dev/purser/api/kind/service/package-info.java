/// The rules of Services, and of the Endpoints that stand behind them.
///
/// What a Service takes from a pool, addresses and ports, the server allocates between defaulting
/// and validation; [dev.purser.api.kind.service.ServiceCarryOver] and
/// [dev.purser.api.kind.service.IpFamilyChoice] are what it does first.
@NullMarked
package dev.purser.api.kind.service;

import org.jspecify.annotations.NullMarked;
