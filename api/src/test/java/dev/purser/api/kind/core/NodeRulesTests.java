package dev.purser.api.kind.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Test;

class NodeRulesTests {
    private final Writes writes = new Writes();

    @Test
    void aNodeRegistersItselfWithAStatus() {
        KubeObject node = writes.create("v1", "Node", "{'status':{'capacity':{'cpu':'2'}}}");

        assertThat(node.json().at("/status/allocatable/cpu").asString()).isEqualTo("2");
    }

    @Test
    void anUpdateLeavesTheStatusAlone() {
        KubeObject node = writes.create("v1", "Node", "{'status':{'phase':'Running'}}");

        KubeObject changed =
                writes.update(
                        node,
                        next -> {
                            next.spec().put("unschedulable", true);
                            next.status().put("phase", "Gone");
                        });

        assertThat(changed.status()).isEqualTo(node.status());
        assertThat(writes.rules(changed).selectableFields(changed))
                .containsEntry("spec.unschedulable", "true");
    }

    @Test
    void taintsAreCheckedAndUnique() {
        assertThat(
                        writes.errors(
                                "v1",
                                "Node",
                                "{'spec':{'taints':[{'key':'a','effect':'NoExecute'},{'key':'a','effect':'NoExecute'},"
                                        + "{'key':'b','effect':'Sometimes'}]}}"))
                .containsExactly(
                        "metadata.taints[1]: Duplicate value:"
                                + " {\"Key\":\"a\",\"Value\":\"\",\"Effect\":\"NoExecute\",\"TimeAdded\":null}:"
                                + " taints must be unique by key and effect pair",
                        "metadata.taints[2].effect: Unsupported value: \"Sometimes\": supported values:"
                                + " \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"");
    }

    @Test
    void theFirstRangeOfPodsHasAFieldOfItsOwn() {
        KubeObject node = writes.create("v1", "Node", "{'spec':{'podCIDR':'10.1.0.0/24'}}");

        assertThat(node.json().at("/spec/podCIDRs/0").asString()).isEqualTo("10.1.0.0/24");
        assertThat(writes.updateErrors(node, next -> next.spec().put("podCIDR", "10.2.0.0/24")))
                .containsExactly(
                        "spec.podCIDRs: Forbidden: node updates may not change podCIDR except from"
                                + " \"\" to valid");
    }
}
