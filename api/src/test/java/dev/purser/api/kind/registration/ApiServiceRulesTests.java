package dev.purser.api.kind.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Test;

final class ApiServiceRulesTests {
    private static final String API = "apiregistration.k8s.io/v1";
    private static final String LOCAL =
            "{'metadata':{'name':'v1.a.b'},'spec':{'group':'a.b','version':'v1',"
                    + "'groupPriorityMinimum':100,'versionPriority':10}}";

    private final Writes writes = new Writes();

    @Test
    void whatIsServedHereIsAvailable() {
        KubeObject service = writes.create(API, "APIService", LOCAL);
        assertThat(service.status().at("/conditions/0/reason").asString()).isEqualTo("Local");
        assertThat(writes.errors(API, "APIService", LOCAL)).isEmpty();
    }

    @Test
    void theNameSaysVersionAndGroup() {
        assertThat(writes.errors(API, "APIService", LOCAL.replace("v1.a.b", "a.b")))
                .containsExactly(
                        "metadata.name: Invalid value: \"a.b\": must be"
                                + " `spec.version+\".\"+spec.group`: \"v1.a.b\"");
    }

    @Test
    void anotherServerIsASetOfNameAndPort() {
        String remote = LOCAL.replace("'version'", "'service':{'name':'s'},'version'");
        assertThat(writes.errors(API, "APIService", remote))
                .containsExactly("spec.service.namespace: Required value");
    }
}
