package dev.purser.node.environment;

import dev.purser.api.quantity.Quantity;

/// What this node has for pods (`status.allocatable`); a container without a limit is told this.
public record NodeResources(Quantity cpu, Quantity memory, Quantity ephemeralStorage) {}
