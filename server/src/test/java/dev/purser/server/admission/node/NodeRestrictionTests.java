package dev.purser.server.admission.node;

import static dev.purser.server.access.FakeObjects.core;
import static dev.purser.server.access.FakeObjects.object;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class NodeRestrictionTests {
    private static final Identity NODE = Identity.of("system:node:n1", "system:nodes");

    private final FakeObjects objects = new FakeObjects();
    private final NodeRestriction plugin =
            new NodeRestriction(objects, (_, _) -> new Authorizer.NoOpinion(""));

    private void send(Operation operation, String resource, String object, String old) {
        String[] parts = resource.split("/", 2);
        Optional<KubeObject> now =
                object.isEmpty() ? Optional.empty() : Optional.of(object(object));
        Optional<KubeObject> before = old.isEmpty() ? Optional.empty() : Optional.of(object(old));
        String name = now.or(() -> before).orElseThrow().name();
        plugin.mutate(
                new AdmissionRequest(
                        operation,
                        NODE,
                        new Attributes(
                                "x",
                                "",
                                "v1",
                                parts[0],
                                parts.length == 2 ? parts[1] : "",
                                "ns",
                                name,
                                ""),
                        now,
                        before,
                        AdmissionRequest.Effect.LASTING,
                        _ -> {}));
    }

    private void create(String resource, String object) {
        send(Operation.CREATE, resource, object, "");
    }

    private void update(String resource, String object, String old) {
        send(Operation.UPDATE, resource, object, old);
    }

    @Nested
    class OfNodes {
        @Test
        void isForTheNodeItself() {
            assertThatThrownBy(() -> create("nodes", "{'metadata':{'name':'n2'}}"))
                    .hasMessage(
                            "nodes \"n2\" is forbidden: node \"n1\" is not allowed to modify node \"n2\"");
            assertThatCode(() ->
                            create(
                                    "nodes",
                                    "{'metadata':{'name':'n1','labels':{'kubernetes.io/hostname':'h','own/label':'x'}}}"))
                    .doesNotThrowAnyException();
        }

        @Test
        void leavesLabelsAndTaintsThatSteerPods() {
            assertThatThrownBy(() ->
                            create(
                                    "nodes",
                                    "{'metadata':{'name':'n1','labels':{'node-restriction.kubernetes.io/a':'b','foo.k8s.io/c':'d'}}}"))
                    .hasMessageContaining(
                            "is not allowed to set the following labels: foo.k8s.io/c, node-restriction.kubernetes.io/a");
            assertThatThrownBy(() ->
                            update(
                                    "nodes",
                                    "{'metadata':{'name':'n1'},'spec':{}}",
                                    "{'metadata':{'name':'n1'},'spec':{'taints':[{'key':'a'}]}}"))
                    .hasMessageContaining("node \"n1\" is not allowed to modify taints");
        }
    }

    @Nested
    class OfPods {
        private static final String MIRROR =
                "{'metadata':{'name':'m','annotations':{'kubernetes.io/config.mirror':'x'},"
                        + "'ownerReferences':[{'apiVersion':'v1','kind':'Node','name':'n1','uid':'%s','controller':true}]},"
                        + "'spec':{'nodeName':'n1'%s}}";

        @Test
        void makesMirrorPodsOnly() {
            String uid = objects.put(core("nodes"), "{'metadata':{'name':'n1'}}").uid();

            assertThatCode(() -> create("pods", MIRROR.formatted(uid, "")))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() ->
                            create("pods", "{'metadata':{'name':'p'},'spec':{'nodeName':'n1'}}"))
                    .hasMessageContaining("node \"n1\" can only create mirror pods");
            assertThatThrownBy(() -> create("pods", MIRROR.formatted("other", "")))
                    .hasMessageContaining("UID mismatch");
            assertThatThrownBy(() ->
                            create(
                                    "pods",
                                    MIRROR.formatted(
                                            uid, ",'volumes':[{'secret':{'secretName':'s'}}]")))
                    .hasMessageContaining("can not create pods that reference secrets");
        }

        @Test
        void reportsOnThoseBoundToIt() {
            String here = "{'metadata':{'name':'p'},'spec':{'nodeName':'n1'}}";
            String elsewhere = "{'metadata':{'name':'p'},'spec':{'nodeName':'n2'}}";

            assertThatCode(() -> update("pods/status", here, here)).doesNotThrowAnyException();
            assertThatThrownBy(() -> update("pods/status", elsewhere, elsewhere))
                    .hasMessageContaining(
                            "can only update pod status for pods with spec.nodeName set to itself");
            assertThatThrownBy(() ->
                            update(
                                    "pods/status",
                                    "{'metadata':{'name':'p','labels':{'a':'b'}},'spec':{'nodeName':'n1'}}",
                                    here))
                    .hasMessageContaining("cannot update labels through pod status");
            assertThatThrownBy(() -> send(Operation.DELETE, "pods", "", elsewhere))
                    .hasMessageContaining("can only delete pods with spec.nodeName set to itself");
        }

        @Test
        void evictsThoseBoundToIt() {
            objects.put(
                    core("pods"),
                    "{'metadata':{'namespace':'ns','name':'p'},'spec':{'nodeName':'n2'}}");

            assertThatThrownBy(() -> create("pods/eviction", "{'metadata':{'name':'p'}}"))
                    .hasMessageContaining(
                            "node n1 can only evict pods with spec.nodeName set to itself");
        }
    }

    @Nested
    class OfTokens {
        private String request(String ref, String audiences) {
            return "{'metadata':{'name':'robot'},'spec':{'boundObjectRef':%s,'audiences':%s}}"
                    .formatted(ref, audiences);
        }

        private String toPod(String uid) {
            return "{'apiVersion':'v1','kind':'Pod','name':'p','uid':'%s'}".formatted(uid);
        }

        @Test
        void areForItsPodsAndTheirAudiences() {
            String uid =
                    objects.put(
                                    core("pods"),
                                    "{'metadata':{'namespace':'ns','name':'p'},'spec':{'nodeName':'n1','volumes':[{'projected':{'sources':[{'serviceAccountToken':{'audience':'vault'}}]}}]}}")
                            .uid();

            assertThatCode(() -> create("serviceaccounts/token", request(toPod(uid), "['vault']")))
                    .doesNotThrowAnyException();
            assertThatThrownBy(
                            () -> create("serviceaccounts/token", request(toPod(uid), "['bank']")))
                    .hasMessageContaining(
                            "system:node:n1 is not authorized to request tokens for audience \"bank\"");
            assertThatThrownBy(() -> create("serviceaccounts/token", request("null", "[]")))
                    .hasMessageContaining("node requested token not bound to a pod");
            assertThatThrownBy(() ->
                            create("serviceaccounts/token", request(toPod("stale"), "['vault']")))
                    .hasMessageContaining("does not match the UID in record");
        }

        @Test
        void areNotForPodsOfOtherNodes() {
            String uid =
                    objects.put(
                                    core("pods"),
                                    "{'metadata':{'namespace':'ns','name':'p'},'spec':{'nodeName':'n2'}}")
                            .uid();

            assertThatThrownBy(() -> create("serviceaccounts/token", request(toPod(uid), "[]")))
                    .hasMessageContaining(
                            "node requested token bound to a pod scheduled on a different node");
        }
    }

    @Test
    void claimsAreReportedOn() {
        String claim =
                "{'metadata':{'name':'c'%s},'spec':{},'status':{'capacity':{'storage':'%s'}}}";

        assertThatCode(() ->
                        update(
                                "persistentvolumeclaims/status",
                                claim.formatted("", "2Gi"),
                                claim.formatted("", "1Gi")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        update(
                                "persistentvolumeclaims/status",
                                claim.formatted(",'labels':{'a':'b'}", "1Gi"),
                                claim.formatted("", "1Gi")))
                .hasMessageContaining("is not allowed to update fields other than");
    }

    @Test
    void othersAreNotRestricted() {
        AdmissionRequest request =
                new AdmissionRequest(
                        Operation.CREATE,
                        Identity.of("eve"),
                        new Attributes("create", "", "v1", "nodes", "", "", "n9", ""),
                        Optional.of(object("{'metadata':{'name':'n9'}}")),
                        Optional.empty(),
                        AdmissionRequest.Effect.LASTING,
                        _ -> {});

        assertThatCode(() -> plugin.mutate(request)).doesNotThrowAnyException();
    }
}
