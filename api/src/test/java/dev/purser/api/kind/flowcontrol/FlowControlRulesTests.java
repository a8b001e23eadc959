package dev.purser.api.kind.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FlowControlRulesTests {
    private static final String API = "flowcontrol.apiserver.k8s.io/v1";

    private final Writes writes = new Writes();

    private List<String> errors(String kind, String name, String spec) {
        return writes.errors(
                API, kind, "{'metadata':{'name':'%s'},'spec':%s}".formatted(name, spec));
    }

    @Test
    void whatEveryServerMakesIsValid() {
        for (KubeObject object : BootstrapFlows.load().objects()) {
            FieldErrors errors = new FieldErrors();
            writes.rules(object).validate(object, errors);
            assertThat(errors.list()).as(object.toString()).isEmpty();
        }
    }

    @Test
    void schemasSaySomethingOfSomebody() {
        assertThat(
                        errors(
                                "FlowSchema",
                                "f",
                                "{'priorityLevelConfiguration':{'name':'l'},'rules':[{'subjects':"
                                        + "[{'kind':'User','group':{'name':'g'}}],"
                                        + "'nonResourceRules':[{'verbs':['get'],"
                                        + "'nonResourceURLs':['healthz']}]}]}"))
                .containsExactly(
                        "spec.rules[0].nonResourceRules[0].nonResourceURLs[0]: Invalid value:"
                                + " \"healthz\": must start with slash",
                        "spec.rules[0].subjects[0].group: Forbidden: group is forbidden when"
                                + " subject kind is not 'Group'",
                        "spec.rules[0].subjects[0].user: Required value: user is required when"
                                + " subject kind is 'User'");
    }

    @Test
    void nobodyChangesTheMandatoryOnes() {
        assertThat(
                        errors(
                                "PriorityLevelConfiguration",
                                "catch-all",
                                "{'type':'Limited','limited':{'limitResponse':{'type':'Reject'}}}"))
                .singleElement()
                .asString()
                .endsWith("spec of 'catch-all' must equal the fixed value");
    }

    @Test
    void handsFitIntoTheDeck() {
        assertThat(
                        errors(
                                "PriorityLevelConfiguration",
                                "l",
                                "{'type':'Limited','limited':{'limitResponse':{'type':'Queue',"
                                        + "'queuing':{'queues':4}}}}"))
                .containsExactly(
                        "spec.limited.limitResponse.queuing.handSize: Invalid value: 8: should not"
                                + " be greater than queues (4)");
    }
}
