package dev.purser.server.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.status.StatusException;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.AuditTrail;
import dev.purser.server.request.Identity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ImpersonationTests {
    private static final Attributes LIST =
            new Attributes("list", "", "v1", "configmaps", "", "ns", "", "");

    private final Identity requestor = Identity.of("eve", Identity.AUTHENTICATED);
    private final Set<String> asked = new TreeSet<>();

    /// Allows what it is told to, and notes everything it is asked.
    private Impersonation allowing(String... allowed) {
        Authorizer authorizer =
                (_, attributes) -> {
                    String question = question(attributes);
                    asked.add(question);
                    return List.of(allowed).contains(question)
                            ? new Authorizer.Allowed("")
                            : new Authorizer.NoOpinion("");
                };
        return new Impersonation(authorizer);
    }

    private static String question(Attributes a) {
        String sub = a.subresource().isEmpty() ? "" : "/" + a.subresource();
        String namespace = a.namespace().isEmpty() ? "" : " in " + a.namespace();
        return "%s %s.%s%s %s%s"
                .formatted(a.verb(), a.resource(), a.group(), sub, a.name(), namespace);
    }

    private static Impersonation allowingAll() {
        return new Impersonation((_, _) -> new Authorizer.Allowed(""));
    }

    @Nested
    class WithoutHeaders {
        @Test
        void theRequestorActsAndNobodyIsAsked() {
            assertThat(allowing().apply(requestor, new FakeHeaders(), LIST, AuditTrail.NONE))
                    .isEqualTo(requestor);
            assertThat(asked).isEmpty();
        }
    }

    @Nested
    class TheNewIdentity {
        private Identity as(String... headers) {
            return allowingAll().apply(requestor, new FakeHeaders(headers), LIST, AuditTrail.NONE);
        }

        @Test
        void ofAUserIsAuthenticated() {
            assertThat(as("Impersonate-User", "bob"))
                    .isEqualTo(Identity.of("bob", Identity.AUTHENTICATED));
        }

        @Test
        void hasTheGroupsOfTheHeaders() {
            assertThat(
                            as(
                                            "Impersonate-User", "bob",
                                            "Impersonate-Group", "b",
                                            "Impersonate-Group", "a")
                                    .groups())
                    .containsExactly("b", "a", Identity.AUTHENTICATED);
        }

        @Test
        void ofAnUnauthenticatedUserStaysThat() {
            assertThat(
                            as(
                                            "Impersonate-User",
                                            "x",
                                            "Impersonate-Group",
                                            Identity.UNAUTHENTICATED)
                                    .groups())
                    .containsExactly(Identity.UNAUTHENTICATED);
        }

        @Test
        void ofAServiceAccountHasItsGroups() {
            assertThat(as("Impersonate-User", "system:serviceaccount:ns:robot").groups())
                    .containsExactly(
                            "system:serviceaccounts",
                            "system:serviceaccounts:ns",
                            Identity.AUTHENTICATED);
        }

        @Test
        void ofAnonymousIsUnauthenticated() {
            assertThat(as("Impersonate-User", "system:anonymous")).isEqualTo(Identity.anonymous());
        }

        @Test
        void hasUidAndExtra() {
            Identity identity =
                    as(
                            "Impersonate-User", "bob",
                            "Impersonate-Uid", "u-7",
                            "Impersonate-Extra-Acme.com%2Fscope", "deep",
                            "Impersonate-Extra-Acme.com%2Fscope", "wide");

            assertThat(identity.uid()).isEqualTo("u-7");
            assertThat(identity.extra())
                    .isEqualTo(Map.of("acme.com/scope", List.of("deep", "wide")));
        }
    }

    @Nested
    class TheRightToDoIt {
        private final FakeHeaders asBob =
                new FakeHeaders(
                        "Impersonate-User", "bob",
                        "Impersonate-Group", "g",
                        "Impersonate-Extra-acme.com%2Fk", "v",
                        "Impersonate-Uid", "u");

        @Test
        void byTheOlderVerbNeedsEveryPart() {
            Identity identity =
                    allowing(
                                    "impersonate users. bob",
                                    "impersonate groups. g",
                                    "impersonate uids.authentication.k8s.io u",
                                    "impersonate userextras.authentication.k8s.io/acme.com/k v")
                            .apply(requestor, asBob, LIST, AuditTrail.NONE);

            assertThat(identity.name()).isEqualTo("bob");
        }

        @Test
        void isNotThereWhenOnePartIsMissing() {
            Impersonation impersonation =
                    allowing(
                            "impersonate users. bob",
                            "impersonate uids.authentication.k8s.io u",
                            "impersonate userextras.authentication.k8s.io/acme.com/k v");

            assertThatThrownBy(() -> impersonation.apply(requestor, asBob, LIST, AuditTrail.NONE))
                    .hasMessage(
                            "configmaps is forbidden: User \"eve\" cannot impersonate-on:user-info:list resource \"configmaps\" in API group \"\" in the namespace \"ns\"");
        }

        @Test
        void byTheConstrainedVerbsNeedsTheActionAndEveryPart() {
            Identity identity =
                    allowing(
                                    "impersonate-on:user-info:list configmaps.  in ns",
                                    "impersonate:user-info users.authentication.k8s.io bob",
                                    "impersonate:user-info groups.authentication.k8s.io g",
                                    "impersonate:user-info uids.authentication.k8s.io u",
                                    "impersonate:user-info userextras.authentication.k8s.io/acme.com/k v")
                            .apply(requestor, asBob, LIST, AuditTrail.NONE);

            assertThat(identity.name()).isEqualTo("bob");
        }

        @Test
        void toActAloneIsNotTheRightToBeSomebody() {
            Impersonation impersonation =
                    allowing("impersonate-on:user-info:list configmaps.  in ns");

            assertThatThrownBy(() -> impersonation.apply(requestor, asBob, LIST, AuditTrail.NONE))
                    .hasMessageStartingWith(
                            "users.authentication.k8s.io \"bob\" is forbidden: User \"eve\" cannot impersonate:user-info");
        }

        @Test
        void ofAServiceAccountIsAskedInItsNamespace() {
            FakeHeaders asRobot =
                    new FakeHeaders("Impersonate-User", "system:serviceaccount:ns:robot");

            assertThatThrownBy(() -> allowing().apply(requestor, asRobot, LIST, AuditTrail.NONE))
                    .isInstanceOf(StatusException.class);

            assertThat(asked)
                    .contains(
                            "impersonate serviceaccounts. robot in ns",
                            "impersonate-on:serviceaccount:list configmaps.  in ns");
        }

        @Test
        void ofTheOlderWayComesFirstSoThatTheSameRequestMakesTheSameUser() {
            Identity identity =
                    allowingAll()
                            .apply(
                                    requestor,
                                    new FakeHeaders("Impersonate-User", "system:node:n1"),
                                    LIST,
                                    AuditTrail.NONE);

            assertThat(identity.groups()).containsExactly(Identity.AUTHENTICATED);
        }
    }

    @Nested
    class InTheConstrainedWay {
        private String refusal(Identity from, FakeHeaders headers, String... allowed) {
            try {
                return allowing(allowed).apply(from, headers, LIST, AuditTrail.NONE).toString();
            } catch (StatusException e) {
                return String.valueOf(e.getMessage());
            }
        }

        @Test
        void nobodyBecomesAMaster() {
            assertThat(
                            refusal(
                                    requestor,
                                    new FakeHeaders(
                                            "Impersonate-User", "bob",
                                            "Impersonate-Group", "system:masters"),
                                    "impersonate-on:user-info:list configmaps.  in ns",
                                    "impersonate:user-info users.authentication.k8s.io bob",
                                    "impersonate:user-info groups.authentication.k8s.io system:masters"))
                    .endsWith(": impersonating the system:masters group is not allowed");
        }

        @Test
        void extraKeysAreThoseOfADomain() {
            assertThat(
                            refusal(
                                    requestor,
                                    new FakeHeaders(
                                            "Impersonate-User", "bob", "Impersonate-Extra-k", "v"),
                                    "impersonate-on:user-info:list configmaps.  in ns",
                                    "impersonate:user-info users.authentication.k8s.io bob",
                                    "impersonate:user-info userextras.authentication.k8s.io/k v"))
                    .endsWith(
                            ": impersonating an invalid key in extra is not allowed: extra.key: Invalid value: \"k\": must be a domain-prefixed path (such as \"acme.io/foo\")");
        }

        @Test
        void aNodeHasItsGroupAndNothingElse() {
            Identity node =
                    allowing(
                                    "impersonate-on:arbitrary-node:list configmaps.  in ns",
                                    "impersonate:arbitrary-node nodes.authentication.k8s.io n1")
                            .apply(
                                    requestor,
                                    new FakeHeaders("Impersonate-User", "system:node:n1"),
                                    LIST,
                                    AuditTrail.NONE);

            assertThat(node.groups()).containsExactly("system:nodes", Identity.AUTHENTICATED);
        }

        @Test
        void aNodeWithGroupsIsForTheOlderVerbAlone() {
            FakeHeaders headers =
                    new FakeHeaders("Impersonate-User", "system:node:n1", "Impersonate-Group", "g");

            assertThat(refusal(requestor, headers))
                    .isEqualTo(
                            "users \"system:node:n1\" is forbidden: User \"eve\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope");
            assertThat(asked).containsExactly("impersonate users. system:node:n1");
        }

        @Test
        void aPodsAccountMayBeTheNodeItRunsOnAndNoOther() {
            Identity account =
                    new Identity(
                            "system:serviceaccount:ns:agent",
                            "",
                            List.of(),
                            Map.of("authentication.kubernetes.io/node-name", List.of("n1")));
            String[] rights = {
                "impersonate-on:associated-node:list configmaps.  in ns",
                "impersonate:associated-node nodes.authentication.k8s.io *"
            };

            assertThat(
                            allowing(rights)
                                    .apply(
                                            account,
                                            new FakeHeaders("Impersonate-User", "system:node:n1"),
                                            LIST,
                                            AuditTrail.NONE)
                                    .groups())
                    .contains("system:nodes");
            assertThat(
                            refusal(
                                    account,
                                    new FakeHeaders("Impersonate-User", "system:node:n2"),
                                    rights))
                    .contains("cannot impersonate-on:arbitrary-node:list");
        }

        @Test
        void manyGroupsMayBeAllowedAtOnce() {
            Identity identity =
                    allowing(
                                    "impersonate-on:user-info:list configmaps.  in ns",
                                    "impersonate:user-info users.authentication.k8s.io bob",
                                    "impersonate:user-info groups.authentication.k8s.io *")
                            .apply(
                                    requestor,
                                    new FakeHeaders(
                                            "Impersonate-User", "bob",
                                            "Impersonate-Group", "a",
                                            "Impersonate-Group", "b",
                                            "Impersonate-Group", "c",
                                            "Impersonate-Group", "d"),
                                    LIST,
                                    AuditTrail.NONE);

            assertThat(identity.groups())
                    .containsExactly("a", "b", "c", "d", "system:authenticated");
        }

        @Test
        void aNameThatOnlyLooksLikeAServiceAccountIsAUser() {
            FakeHeaders headers =
                    new FakeHeaders("Impersonate-User", "system:serviceaccount:ns:BAD_name");

            assertThat(refusal(requestor, headers))
                    .contains("cannot impersonate-on:user-info:list");
            assertThat(asked).contains("impersonate users. system:serviceaccount:ns:BAD_name");
        }
    }

    @Nested
    class WithoutAUser {
        @Test
        void groupsAreABadRequest() {
            assertThatThrownBy(() ->
                            allowingAll()
                                    .apply(
                                            requestor,
                                            new FakeHeaders("Impersonate-Group", "x"),
                                            LIST,
                                            AuditTrail.NONE))
                    .hasMessage(
                            "requested &user.DefaultInfo{Name:\"\", UID:\"\", Groups:[]string{\"x\"}, Extra:map[string][]string(nil)} without impersonating a user name");
        }
    }
}
