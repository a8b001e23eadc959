package dev.purser.server.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.server.authz.Authorizer;
import dev.purser.server.request.Attributes;
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
            assertThat(allowing().apply(requestor, new FakeHeaders(), LIST)).isEqualTo(requestor);
            assertThat(asked).isEmpty();
        }
    }

    @Nested
    class TheNewIdentity {
        private Identity as(String... headers) {
            return allowingAll().apply(requestor, new FakeHeaders(headers), LIST);
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
                        "Impersonate-Extra-k", "v",
                        "Impersonate-Uid", "u");

        @Test
        void byTheOlderVerbNeedsEveryPart() {
            Identity identity =
                    allowing(
                                    "impersonate users. bob",
                                    "impersonate groups. g",
                                    "impersonate uids.authentication.k8s.io u",
                                    "impersonate userextras.authentication.k8s.io/k v")
                            .apply(requestor, asBob, LIST);

            assertThat(identity.name()).isEqualTo("bob");
        }

        @Test
        void isNotThereWhenOnePartIsMissing() {
            Impersonation impersonation =
                    allowing(
                            "impersonate users. bob",
                            "impersonate uids.authentication.k8s.io u",
                            "impersonate userextras.authentication.k8s.io/k v");

            assertThatThrownBy(() -> impersonation.apply(requestor, asBob, LIST))
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
                                    "impersonate:user-info userextras.authentication.k8s.io/k v")
                            .apply(requestor, asBob, LIST);

            assertThat(identity.name()).isEqualTo("bob");
        }

        @Test
        void toActAloneIsNotTheRightToBeSomebody() {
            Impersonation impersonation =
                    allowing("impersonate-on:user-info:list configmaps.  in ns");

            assertThatThrownBy(() -> impersonation.apply(requestor, asBob, LIST))
                    .hasMessageStartingWith(
                            "users.authentication.k8s.io \"bob\" is forbidden: User \"eve\" cannot impersonate:user-info");
        }

        @Test
        void ofAServiceAccountIsAskedInItsNamespace() {
            FakeHeaders asRobot =
                    new FakeHeaders("Impersonate-User", "system:serviceaccount:ns:robot");

            allowing("impersonate serviceaccounts. robot in ns").apply(requestor, asRobot, LIST);

            assertThat(asked).contains("impersonate-on:serviceaccount:list configmaps.  in ns");
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
                                            LIST))
                    .hasMessage(
                            "requested &user.DefaultInfo{Name:\"\", UID:\"\", Groups:[]string{\"x\"}, Extra:map[string][]string(nil)} without impersonating a user name");
        }
    }
}
