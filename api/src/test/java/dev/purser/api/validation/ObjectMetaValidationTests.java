package dev.purser.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.resource.Scope;
import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ObjectMetaValidationTests {
    private static ObjectNode metadata(String members) {
        String json = "{\"name\":\"a\",\"namespace\":\"n\"" + members + "}";
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }

    private static List<String> errors(ObjectNode metadata, Scope scope) {
        FieldErrors errors = new FieldErrors();
        ObjectMetaValidation.validate(metadata, scope, NameFormat.SUBDOMAIN, errors);
        return errors.list().stream().map(FieldError::toString).toList();
    }

    private static List<String> errors(String members) {
        return errors(metadata(members), Scope.NAMESPACED);
    }

    @Nested
    class NewObjects {
        @Test
        void needAName() {
            ObjectNode metadata = metadata("");
            metadata.remove("name");

            assertThat(errors(metadata, Scope.NAMESPACED))
                    .containsExactly(
                            "metadata.name: Required value: name or generateName is required");
        }

        @Test
        void haveANamespaceOrMayNotHaveOne() {
            ObjectNode without = metadata("");
            without.remove("namespace");

            assertThat(errors(without, Scope.NAMESPACED))
                    .containsExactly("metadata.namespace: Required value");
            assertThat(errors(metadata(""), Scope.CLUSTER))
                    .containsExactly("metadata.namespace: Forbidden: not allowed on this type");
        }

        @Test
        void labelsAreCheckedKeyAndValue() {
            assertThat(errors(",\"labels\":{\"a b\":\"c d\"}")).hasSize(2);
            assertThat(errors(",\"labels\":{\"example.com/k\":\"\"}")).isEmpty();
        }

        @Test
        void keysOfAnnotationsMayHaveCapitalPrefixes() {
            assertThat(errors(",\"annotations\":{\"Example.COM/Key\":\"any text\"}")).isEmpty();
        }

        @Test
        void annotationsHaveALimitedSizeTogether() {
            String most = "y".repeat(262_144 - 1);

            assertThat(errors(",\"annotations\":{\"a\":\"" + most + "\"}")).isEmpty();
            assertThat(errors(",\"annotations\":{\"a\":\"" + most + "y\"}"))
                    .containsExactly(
                            "metadata.annotations: Too long: may not be more than 262144 bytes");
        }

        @Test
        void finalizersAreQualifiedOrWellKnown() {
            assertThat(errors(",\"finalizers\":[\"example.com/hold\",\"orphan\"]")).isEmpty();
            assertThat(errors(",\"finalizers\":[\"plain\"]"))
                    .containsExactly(
                            "metadata.finalizers[0]: Invalid value: \"plain\": name is neither a"
                                    + " standard finalizer name nor is it fully qualified");
        }

        @Test
        void onlyOneOwnerControls() {
            assertThat(
                            errors(
                                    ",\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"A\",\"name\":\"a\",\"uid\":\"1\",\"controller\":true},"
                                            + "{\"apiVersion\":\"v1\",\"kind\":\"B\",\"name\":\"b\",\"uid\":\"2\",\"controller\":true}]"))
                    .singleElement()
                    .asString()
                    .endsWith("Found \"true\" in references for A/a and B/b");
        }

        @Test
        void ownersHaveAGroupAndAVersion() {
            assertThat(
                            errors(
                                    ",\"ownerReferences\":[{\"apiVersion\":\"a/b/c\",\"kind\":\"A\",\"name\":\"a\",\"uid\":\"1\"}]"))
                    .singleElement()
                    .asString()
                    .endsWith("must be <group>/<version> or <version>");
        }

        @Test
        void eventsOwnNothing() {
            assertThat(
                            errors(
                                    ",\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Event\",\"name\":\"a\",\"uid\":\"1\"}]"))
                    .singleElement()
                    .asString()
                    .endsWith("/v1, Kind=Event is disallowed from being an owner");
        }
    }

    @Nested
    class ChangedObjects {
        private List<String> errors(String members, String oldMembers) {
            FieldErrors errors = new FieldErrors();
            ObjectMetaValidation.validateUpdate(
                    metadata(",\"resourceVersion\":\"5\"" + members), metadata(oldMembers), errors);
            return errors.list().stream().map(FieldError::toString).toList();
        }

        @Test
        void haveFinalizersWithNames() {
            assertThat(errors(",\"finalizers\":[\"-a/b\"]", ""))
                    .singleElement()
                    .asString()
                    .startsWith("metadata.finalizers: Invalid value: \"-a/b\": prefix part");
        }

        @Test
        void keepWhatTheServerSet() {
            assertThat(errors(",\"uid\":\"2\"", ",\"uid\":\"1\""))
                    .containsExactly("metadata.uid: Invalid value: \"2\": field is immutable");
            assertThat(errors("", ",\"creationTimestamp\":\"2020-01-01T00:00:00Z\""))
                    .containsExactly(
                            "metadata.creationTimestamp: Invalid value: null: field is immutable");
        }

        @Test
        void doNotGoBackInGenerations() {
            assertThat(errors(",\"generation\":1", ",\"generation\":2"))
                    .containsExactly(
                            "metadata.generation: Invalid value: 1: must not be decremented");
        }

        @Test
        void getNoFinalizersWhileTheyAreDeleted() {
            String deleted = ",\"deletionTimestamp\":\"2020-01-01T00:00:00Z\"";

            assertThat(errors(deleted + ",\"finalizers\":[\"a.b/c\"]", deleted))
                    .containsExactly(
                            "metadata.finalizers: Forbidden: no new finalizers can be added if the"
                                    + " object is being deleted, found new finalizers"
                                    + " []string{\"a.b/c\"}");
        }
    }
}
