package dev.purser.server.authz.node;

import static dev.purser.server.access.FakeObjects.core;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.selector.FieldSelector;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.authz.Authorizer.Allowed;
import dev.purser.server.authz.Authorizer.Decision;
import dev.purser.server.bootstrap.BootstrapObjects;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class NodeAuthorizerTests {
    private static final Identity NODE = Identity.of("system:node:n1", "system:nodes");

    private final FakeObjects objects = new FakeObjects();
    private final NodeAuthorizer authorizer =
            new NodeAuthorizer(new NodeGraph(objects), BootstrapObjects.nodeRules());

    private Decision ask(String verb, String resource, String subresource, String name) {
        return authorizer.authorize(
                NODE, new Attributes(verb, "", "v1", resource, subresource, "ns", name, ""));
    }

    private void assertAllowed(String verb, String resource, String name) {
        assertThat(ask(verb, resource, "", name)).isInstanceOf(Allowed.class);
    }

    private void assertRefused(String verb, String resource, String name, String why) {
        assertThat(ask(verb, resource, "", name))
                .isNotInstanceOf(Allowed.class)
                .extracting(Decision::reason)
                .isEqualTo(why);
    }

    private void pod(String name, String node, String spec) {
        objects.put(
                core("pods"),
                "{'metadata':{'namespace':'ns','name':'%s'},'spec':{'nodeName':'%s',%s}}"
                        .formatted(name, node, spec));
    }

    @Nested
    class WhatAPodUses {
        @BeforeEach
        void onePodIsHere() {
            pod(
                    "p",
                    "n1",
                    "'serviceAccountName':'robot','imagePullSecrets':[{'name':'pull'}],"
                            + "'containers':[{'envFrom':[{'secretRef':{'name':'env'}},{'configMapRef':{'name':'conf'}}],"
                            + "'env':[{'valueFrom':{'secretKeyRef':{'name':'key'}}}]}],"
                            + "'volumes':[{'name':'a','secret':{'secretName':'vol'}},"
                            + "{'name':'b','persistentVolumeClaim':{'claimName':'claim'}},"
                            + "{'name':'c','projected':{'sources':[{'configMap':{'name':'ca'}}]}},"
                            + "{'name':'scratch','ephemeral':{}}]");
        }

        @Test
        void itsNodeMayRead() {
            List.of("pull", "env", "key", "vol").forEach(n -> assertAllowed("get", "secrets", n));
            List.of("conf", "ca").forEach(n -> assertAllowed("watch", "configmaps", n));
            List.of("claim", "p-scratch")
                    .forEach(n -> assertAllowed("get", "persistentvolumeclaims", n));
            assertAllowed("get", "serviceaccounts", "robot");
            assertThat(ask("create", "serviceaccounts", "token", "robot"))
                    .isInstanceOf(Allowed.class);
            assertAllowed("get", "pods", "p");
        }

        @Test
        void otherNodesMayNot() {
            Decision other =
                    authorizer.authorize(
                            Identity.of("system:node:n2", "system:nodes"),
                            new Attributes("get", "", "v1", "secrets", "", "ns", "env", ""));

            assertThat(other.reason())
                    .isEqualTo("no relationship found between node 'n2' and this object");
        }

        @Test
        void isClosedAgainWhenThePodIsGone() {
            objects.remove(core("pods"), "ns", "p");

            assertRefused(
                    "get",
                    "secrets",
                    "env",
                    "no relationship found between node 'n1' and this object");
        }

        @Test
        void staysOpenWhileAnotherPodUsesIt() {
            pod("q", "n1", "'imagePullSecrets':[{'name':'pull'}]");
            objects.remove(core("pods"), "ns", "p");

            assertAllowed("get", "secrets", "pull");
        }

        @Test
        void isNotWritten() {
            assertRefused("update", "secrets", "env", "can only read resources of this type");
            assertRefused(
                    "list",
                    "persistentvolumeclaims",
                    "claim",
                    "can only get individual resources of this type");
            assertRefused("list", "secrets", "", "No Object name found");
        }

        @Test
        void reachesThroughTheClaimToTheVolumeAndItsSecret() {
            objects.put(
                    core("persistentvolumes"),
                    "{'metadata':{'name':'pv'},'spec':{'claimRef':{'namespace':'ns','name':'claim'},"
                            + "'csi':{'nodeStageSecretRef':{'namespace':'ns','name':'stage'},"
                            + "'controllerExpandSecretRef':{'namespace':'ns','name':'expand'}}}}");

            assertThat(
                            authorizer.authorize(
                                    NODE,
                                    new Attributes(
                                            "get",
                                            "",
                                            "v1",
                                            "persistentvolumes",
                                            "",
                                            "",
                                            "pv",
                                            "")))
                    .isInstanceOf(Allowed.class);
            assertAllowed("get", "secrets", "stage");
            assertRefused(
                    "get",
                    "secrets",
                    "expand",
                    "no relationship found between node 'n1' and this object");
        }
    }

    @Test
    void aMirrorPodOpensNothing() {
        objects.put(
                core("pods"),
                "{'metadata':{'namespace':'ns','name':'m','annotations':{'kubernetes.io/config.mirror':'x'}},"
                        + "'spec':{'nodeName':'n1','imagePullSecrets':[{'name':'pull'}]}}");

        assertAllowed("get", "pods", "m");
        assertRefused(
                "get",
                "secrets",
                "pull",
                "no relationship found between node 'n1' and this object");
    }

    @Test
    void podsAreListedOnlyByTheirNode() {
        Attributes all = new Attributes("list", "", "v1", "pods", "", "", "", "");

        assertThat(authorizer.authorize(NODE, all).reason())
                .isEqualTo("can only list/watch pods with spec.nodeName field selector");
        assertThat(
                        authorizer.authorize(
                                NODE, all.withFields(FieldSelector.parse("spec.nodeName=n1"))))
                .isInstanceOf(Allowed.class);
        assertThat(
                        authorizer.authorize(
                                NODE, all.withFields(FieldSelector.parse("spec.nodeName!=n1"))))
                .isNotInstanceOf(Allowed.class);
    }

    @Test
    void aNodeSeesItselfOnly() {
        assertAllowed("get", "nodes", "n1");
        assertRefused("get", "nodes", "n2", "node 'n1' cannot read 'n2', only its own Node object");
        assertRefused(
                "list", "nodes", "", "node 'n1' cannot read all nodes, only its own Node object");
    }

    @Test
    void aNodeHasTheLeaseOfItsName() {
        assertThat(lease("kube-node-lease", "n1")).isInstanceOf(Allowed.class);
        assertThat(lease("kube-node-lease", "n2").reason())
                .isEqualTo("can only access node lease with the same name as the requesting node");
        assertThat(lease("ns", "n1").reason())
                .isEqualTo("can only access leases in the \"kube-node-lease\" system namespace");
    }

    private Decision lease(String namespace, String name) {
        return authorizer.authorize(
                NODE,
                new Attributes(
                        "update", "coordination.k8s.io", "v1", "leases", "", namespace, name, ""));
    }

    @Test
    void otherResourcesFollowTheRulesOfEveryNode() {
        assertAllowed("list", "services", "");
        assertRefused("delete", "services", "s", "");
    }

    @Test
    void whoIsNoNodeIsNotJudged() {
        Attributes read = new Attributes("get", "", "v1", "secrets", "", "ns", "s", "");

        assertThat(authorizer.authorize(Identity.of("system:node:n1"), read).reason()).isEmpty();
        assertThat(authorizer.authorize(Identity.of("eve", "system:nodes"), read).reason())
                .isEmpty();
        assertThat(authorizer.authorize(Identity.of("system:node:", "system:nodes"), read).reason())
                .isEqualTo("unknown node for user \"system:node:\"");
    }

    @Test
    void anAttachmentBelongsToItsNode() {
        GroupVersionResource attachments =
                new GroupVersionResource("storage.k8s.io", "v1", "volumeattachments");
        objects.put(attachments, "{'metadata':{'name':'va'},'spec':{'nodeName':'n1'}}");

        assertThat(
                        authorizer.authorize(
                                NODE,
                                new Attributes(
                                        "get",
                                        "storage.k8s.io",
                                        "v1",
                                        "volumeattachments",
                                        "",
                                        "",
                                        "va",
                                        "")))
                .isInstanceOf(Allowed.class);
    }
}
