package dev.purser.controllers.namespace;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a pass could not clear away.
///
/// @param byResource how many objects of which resource (`configmaps.`, `deployments.apps`)
/// @param byFinalizer how many objects are held by which finalizer
/// @param overdue why the deletion counts as failed; empty while it may still go on by itself
/// @param pending whether pods are still ending in their grace period
record Remains(
        SortedMap<String, Integer> byResource,
        SortedMap<String, Integer> byFinalizer,
        String overdue,
        Pending pending) {

    /// Whether pods still have time to end.
    enum Pending {
        NOTHING,
        PODS
    }

    Remains {
        byResource = new TreeMap<>(byResource);
        byFinalizer = new TreeMap<>(byFinalizer);
    }

    static Remains ofContent(Map<String, Integer> resources, Map<String, Integer> finalizers) {
        return new Remains(
                new TreeMap<>(resources), new TreeMap<>(finalizers), "", Pending.NOTHING);
    }

    static Remains ofEndingPods() {
        return new Remains(new TreeMap<>(), new TreeMap<>(), "", Pending.PODS);
    }

    static Remains ofOverduePods(String why) {
        return new Remains(new TreeMap<>(), new TreeMap<>(), why, Pending.PODS);
    }

    boolean isEmpty() {
        return byResource.isEmpty() && pending == Pending.NOTHING;
    }
}
