package dev.purser.app.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ThreeWayMergeTests {
    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private static ObjectNode patch(String last, String wanted, String live) {
        return ThreeWayMerge.patch(json(last), json(wanted), json(live));
    }

    @Test
    void whatIsAlreadySoNeedsNoPatch() {
        assertThat(patch("{}", "{'a':{'b':1}}", "{'a':{'b':1,'defaulted':2},'status':{}}"))
                .isEmpty();
    }

    @Test
    void changedAndNewFieldsAreSet() {
        assertThat(patch("{}", "{'a':{'b':2,'c':3}}", "{'a':{'b':1}}"))
                .isEqualTo(json("{'a':{'b':2,'c':3}}"));
    }

    @Test
    void fieldsThatTheManifestNoLongerHasAreRemoved() {
        assertThat(
                        patch(
                                "{'data':{'old':'x','kept':'y'}}",
                                "{'data':{'kept':'y'}}",
                                "{'data':{'old':'x','kept':'y'}}"))
                .isEqualTo(json("{'data':{'old':null}}"));
    }

    @Test
    void fieldsOfOthersStay() {
        assertThat(
                        patch(
                                "{'data':{'mine':'x'}}",
                                "{'data':{'mine':'x'}}",
                                "{'data':{'mine':'x','theirs':'y'}}"))
                .isEmpty();
    }

    @Test
    void listsAreTakenWhole() {
        assertThat(patch("{}", "{'l':[1,2]}", "{'l':[1]}")).isEqualTo(json("{'l':[1,2]}"));
    }
}
