package dev.purser.api.kind.apps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentRulesTests {
    private static final String TEMPLATE =
            "'template':{'metadata':{'labels':{'a':'b'}},'spec':{'containers':[{'name':'c','image':'i:1'}]}}";
    private static final String SPEC = "'selector':{'matchLabels':{'a':'b'}}," + TEMPLATE;

    private final Writes writes = new Writes();
    private final KubeObject deployment = create(SPEC);

    private KubeObject create(String spec) {
        return writes.create("apps/v1", "Deployment", "{'spec':{" + spec + "}}");
    }

    private List<String> errors(String spec) {
        return writes.errors("apps/v1", "Deployment", "{'spec':{" + spec + "}}");
    }

    @Test
    void defaultsCompleteTheSpecAndItsTemplate() {
        assertThat(deployment.spec().path("strategy").toString())
                .isEqualTo(
                        "{\"type\":\"RollingUpdate\",\"rollingUpdate\":"
                                + "{\"maxUnavailable\":\"25%\",\"maxSurge\":\"25%\"}}");
        assertThat(deployment.spec().path("replicas").asInt()).isEqualTo(1);
        assertThat(deployment.spec().path("progressDeadlineSeconds").asInt()).isEqualTo(600);
        assertThat(deployment.json().at("/spec/template/spec/restartPolicy").asString())
                .isEqualTo("Always");
        assertThat(deployment.json().at("/spec/template/spec").has("enableServiceLinks")).isFalse();
    }

    @Test
    void aNewDeploymentHasAnEmptyStatus() {
        assertThat(create(SPEC).json().get("status").toString()).isEqualTo("{}");
    }

    @Test
    void zeroReplicasStay() {
        assertThat(create("'replicas':0," + SPEC).spec().path("replicas").asInt(-1)).isZero();
    }

    @Test
    void theSelectorIsRequiredAndMatchesTheTemplate() {
        assertThat(errors(TEMPLATE))
                .containsExactly(
                        "spec.selector: Required value",
                        "spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: `selector`"
                                + " does not match template `labels`");
        assertThat(errors("'selector':{}," + TEMPLATE))
                .containsExactly(
                        "spec.selector: Invalid value: {}: empty selector is invalid for"
                                + " deployment");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'replicas':-1|spec.replicas: Invalid value: -1: must be greater than or equal to 0",
                "'minReadySeconds':10,'progressDeadlineSeconds':5|spec.progressDeadlineSeconds: Invalid value: 5: must be greater than minReadySeconds",
                "'strategy':{'type':'Slow'}|spec.strategy: Unsupported value: {\"Type\":\"Slow\",\"RollingUpdate\":null}: supported values: \"Recreate\", \"RollingUpdate\"",
                "'strategy':{'rollingUpdate':{'maxSurge':0,'maxUnavailable':0}}|spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0",
                "'strategy':{'rollingUpdate':{'maxUnavailable':'200%'}}|spec.strategy.rollingUpdate.maxUnavailable: Invalid value: \"200%\": must not be greater than 100%",
            })
    void aSpecIsToldWhatIsWrong(String members, String expected) {
        assertThat(errors(members + "," + SPEC)).containsExactly(expected);
    }

    @Test
    void podsOfADeploymentRunForever() {
        String template = TEMPLATE.replace("'spec':{", "'spec':{'restartPolicy':'Never',");

        assertThat(errors("'selector':{'matchLabels':{'a':'b'}}," + template))
                .containsExactly(
                        "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported"
                                + " values: \"Always\"");
    }

    @Test
    void theSelectorNeverChanges() {
        assertThat(
                        writes.updateErrors(
                                deployment,
                                next -> {
                                    next.json()
                                            .withObject("/spec/selector/matchLabels")
                                            .put("x", "y");
                                    next.json()
                                            .withObject("/spec/template/metadata/labels")
                                            .put("x", "y");
                                }))
                .containsExactly(
                        "spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\",\"x\":\"y\"}}:"
                                + " field is immutable");
    }

    @Test
    void onlyChangesOfTheSpecAreCounted() {
        assertThat(writes.update(deployment, next -> next.spec().put("replicas", 4)).generation())
                .isEqualTo(2);
        assertThat(
                        writes.update(deployment, next -> next.metadata().putObject("labels"))
                                .generation())
                .isEqualTo(1);
    }

    @Test
    void theStatusChangesThroughItsOwnUrlOnly() {
        assertThat(
                        writes.update(deployment, next -> next.status().put("replicas", 7))
                                .status()
                                .isEmpty())
                .isTrue();
        KubeObject changed =
                writes.updateStatus(
                        deployment,
                        next -> {
                            next.status().put("replicas", 7);
                            next.spec().put("replicas", 99);
                            next.metadata().putObject("labels").put("z", "z");
                        });

        assertThat(changed.status().path("replicas").asInt()).isEqualTo(7);
        assertThat(changed.spec()).isEqualTo(deployment.spec());
        assertThat(changed.labels()).isEmpty();
    }
}
