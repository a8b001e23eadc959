package dev.purser.controllers.scheduler;

import dev.purser.api.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Chooses the node with most to spare of processor and memory; among equals, by chance.
final class LeastRequested {
    private final RandomGenerator random;

    LeastRequested(RandomGenerator random) {
        this.random = random;
    }

    /// The best of these nodes, of which there is at least one.
    NodeLoad choose(List<NodeLoad> nodes, PodDemand demand) {
        List<NodeLoad> best = new ArrayList<>();
        double bestScore = Double.NEGATIVE_INFINITY;
        for (NodeLoad node : nodes) {
            double score = spare(node, demand, "cpu") + spare(node, demand, "memory") - crowd(node);
            if (score > bestScore) {
                best.clear();
                bestScore = score;
            }
            if (score == bestScore) {
                best.add(node);
            }
        }
        return best.get(random.nextInt(best.size()));
    }

    /// The part of a resource that would be left, from 0 to 1.
    private static double spare(NodeLoad node, PodDemand demand, String resource) {
        Quantity allocatable = node.allocatable().get(resource);
        if (allocatable.isZero()) {
            return 0;
        }
        Quantity taken = node.requested().get(resource).add(demand.requested().get(resource));
        return 1 - taken.amount().doubleValue() / allocatable.amount().doubleValue();
    }

    /// Pods that ask for nothing take something all the same.
    private static double crowd(NodeLoad node) {
        return node.podsMax() == 0 ? 0 : (double) node.pods().size() / node.podsMax();
    }
}
