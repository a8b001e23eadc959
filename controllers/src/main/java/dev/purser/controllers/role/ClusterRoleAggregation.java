package dev.purser.controllers.role;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.LabelSelector;
import dev.purser.client.Api;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Keeps aggregated ClusterRoles equal to the sum of what they select. The queue holds their names.
public final class ClusterRoleAggregation implements Controller {
    private final Api api;
    private final ObjectCache roles;
    private final WorkQueue<String> queue;
    private final ControlLoop<String> loop;

    public ClusterRoleAggregation(ControllerContext context) {
        this.api = context.api();
        Informer informer = context.informers().of(Resources.CLUSTER_ROLES);
        this.roles = informer.cache();
        this.queue = new WorkQueue<>(context.timers());
        this.loop = new ControlLoop<>("clusterrole-aggregation", queue, this::reconcile);
        informer.withHandler(new ChangeHandler(changed -> queueAggregated()));
    }

    /// Any role may be a part of any aggregated one; those are few.
    private void queueAggregated() {
        for (KubeObject role : roles.list()) {
            if (!selectors(role).isEmpty()) {
                queue.add(role.name());
            }
        }
    }

    private static JsonNode selectors(KubeObject role) {
        return role.json().path("aggregationRule").path("clusterRoleSelectors");
    }

    private void reconcile(String name) {
        Optional<KubeObject> cached = roles.get(new ObjectKey("", name));
        if (cached.isEmpty() || selectors(cached.get()).isEmpty()) {
            return;
        }
        KubeObject role = cached.get();
        ArrayNode rules = sum(role);
        if (rules.equals(role.json().path("rules"))) {
            return;
        }
        KubeObject filled = role.copy();
        filled.json().set("rules", rules);
        var _ = api.update(Resources.CLUSTER_ROLES, filled);
    }

    private ArrayNode sum(KubeObject aggregated) {
        List<KubeObject> byName = new ArrayList<>(roles.list());
        byName.sort(Comparator.comparing(KubeObject::name));
        Set<JsonNode> rules = new LinkedHashSet<>();
        for (JsonNode json : selectors(aggregated)) {
            LabelSelector selector = LabelSelector.of(json);
            for (KubeObject role : byName) {
                if (!role.name().equals(aggregated.name()) && selector.matches(role.labels())) {
                    role.json().path("rules").forEach(rules::add);
                }
            }
        }
        ArrayNode sum = JsonNodeFactory.instance.arrayNode();
        rules.forEach(rule -> sum.add(rule.deepCopy()));
        return sum;
    }

    @Override
    public void start() {
        loop.start(1);
    }

    @Override
    public void close() {
        loop.close();
    }
}
