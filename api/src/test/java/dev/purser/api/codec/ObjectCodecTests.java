package dev.purser.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.schema.Schemas;
import dev.purser.api.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectCodecTests {
    private static final GroupVersionKind CONFIG_MAP = new GroupVersionKind("", "v1", "ConfigMap");
    private static final GroupVersionKind SECRET = new GroupVersionKind("", "v1", "Secret");
    private static final GroupVersionKind POD = new GroupVersionKind("", "v1", "Pod");
    private static final GroupVersionKind LEASE =
            new GroupVersionKind("coordination.k8s.io", "v1", "Lease");

    private final ObjectCodec codec = new ObjectCodec(Schemas.load());

    private Decoded decode(GroupVersionKind kind, String json, FieldValidation validation) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return codec.decode(body, MediaType.JSON, kind, validation);
    }

    private String canonical(GroupVersionKind kind, String json) {
        return decode(kind, json, FieldValidation.IGNORE).object().json().toString();
    }

    private void assertRefused(GroupVersionKind kind, String json, String message) {
        assertThatThrownBy(() -> decode(kind, json, FieldValidation.WARN))
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.code()).isEqualTo(400))
                .hasMessage(message);
    }

    @Nested
    class CanonicalTrees {
        @Test
        void kindAndVersionAreFilledIn() {
            assertThat(canonical(CONFIG_MAP, "{\"metadata\":{\"name\":\"a\"}}"))
                    .isEqualTo(
                            "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\","
                                    + "\"metadata\":{\"name\":\"a\"}}");
        }

        @Test
        void emptyMapsAndNullsDisappear() {
            assertThat(canonical(CONFIG_MAP, "{\"data\":{},\"binaryData\":null}"))
                    .isEqualTo("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{}}");
        }

        @Test
        void aFalseBehindAPointerStays() {
            assertThat(canonical(CONFIG_MAP, "{\"immutable\":false}"))
                    .contains("\"immutable\":false");
        }

        @Test
        void aNullMemberOfAMapIsItsZeroValue() {
            assertThat(canonical(CONFIG_MAP, "{\"data\":{\"a\":null}}"))
                    .contains("\"data\":{\"a\":\"\"}");
        }

        @Test
        void structsThatAreNoPointersAreAlwaysWritten() {
            assertThat(canonical(POD, "{\"spec\":{\"containers\":[{\"name\":\"c\"}]}}"))
                    .contains("\"containers\":[{\"name\":\"c\",\"resources\":{}}]")
                    .endsWith("\"status\":{}}");
        }

        @ParameterizedTest
        @CsvSource({"'[]',''", "'[1,2]',AQI=", "'[null]',AA=="})
        void bytesMayComeOneByOne(String bytes, String base64) {
            assertThat(canonical(SECRET, "{\"data\":{\"a\":%s}}".formatted(bytes)))
                    .contains("\"data\":{\"a\":\"%s\"}".formatted(base64));
        }

        @Test
        void membersOfMapsAreSorted() {
            assertThat(canonical(CONFIG_MAP, "{\"data\":{\"b\":\"2\",\"a\":\"1\"}}"))
                    .contains("\"data\":{\"a\":\"1\",\"b\":\"2\"}");
        }

        @Test
        void quantitiesAndTimesAreSpeltInOneWay() {
            assertThat(
                            canonical(
                                    POD,
                                    "{\"spec\":{\"containers\":[{\"resources\":{\"limits\":"
                                            + "{\"cpu\":0.5}}}]},\"status\":{\"startTime\":"
                                            + "\"2020-01-01T02:00:00.5+02:00\"}}"))
                    .contains("\"cpu\":\"500m\"")
                    .contains("\"startTime\":\"2020-01-01T00:00:00Z\"");
        }

        @Test
        void loneSurrogatesAreReplaced() {
            assertThat(canonical(CONFIG_MAP, "{\"data\":{\"a\":\"x\\ud800y\"}}"))
                    .contains("x\ufffdy");
        }

        @Test
        void aChangedObjectIsBroughtBackIntoForm() {
            KubeObject object = decode(POD, "{}", FieldValidation.WARN).object();
            object.json().remove("status");
            object.json().put("nonsense", true);

            assertThat(codec.canonical(object).json().toString())
                    .endsWith("\"status\":{}}")
                    .doesNotContain("nonsense");
        }
    }

    @Nested
    class StrictErrors {
        private static final String BODY =
                "{\"metadata\":{\"name\":\"a\",\"name\":\"b\",\"hue\":{\"x\":1}},"
                        + "\"data\":{\"k\":\"1\",\"k\":\"2\"},\"colour\":1,\"colour\":2}";

        @Test
        void unknownAndDuplicateFieldsAreNamedInTheOrderOfTheText() {
            assertThat(decode(CONFIG_MAP, BODY, FieldValidation.WARN).strictErrors())
                    .containsExactly(
                            "duplicate field \"metadata.name\"",
                            "unknown field \"metadata.hue\"",
                            "duplicate field \"data.k\"",
                            "unknown field \"colour\"");
        }

        @Test
        void theLastDuplicateCounts() {
            assertThat(decode(CONFIG_MAP, BODY, FieldValidation.WARN).object().name())
                    .isEqualTo("b");
        }

        @Test
        void placesInListsHaveIndexes() {
            String body = "{\"spec\":{\"containers\":[{},{\"env\":[{\"valu\":1}]}]}}";

            assertThat(decode(POD, body, FieldValidation.WARN).strictErrors())
                    .containsExactly("unknown field \"spec.containers[1].env[0].valu\"");
        }

        @Test
        void ignoringReportsNothing() {
            assertThat(decode(CONFIG_MAP, BODY, FieldValidation.IGNORE).strictErrors()).isEmpty();
        }

        @Test
        void strictnessRefusesTheObject() {
            assertThatThrownBy(() -> decode(CONFIG_MAP, "{\"x\":1}", FieldValidation.STRICT))
                    .isInstanceOf(StatusException.class)
                    .hasMessage(
                            "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict"
                                    + " decoding error: unknown field \"x\"");
        }
    }

    @Nested
    class WrongTypes {
        @Test
        void theFieldIsNamedAsGoNamesIt() {
            assertRefused(
                    CONFIG_MAP,
                    "{\"metadata\":{\"labels\":{\"n\":1}}}",
                    "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot"
                            + " unmarshal number into Go struct field ObjectMeta.metadata.labels of"
                            + " type string");
        }

        @Test
        void numbersThatDoNotFitAreShown() {
            assertRefused(
                    POD,
                    "{\"spec\":{\"containers\":[{\"ports\":[{\"containerPort\":1.5}]}]}}",
                    "Pod in version \"v1\" cannot be handled as a Pod: json: cannot unmarshal"
                            + " number 1.5 into Go struct field"
                            + " ContainerPort.spec.containers.ports.containerPort of type int32");
        }

        @Test
        void structsInStructsAreNamedToo() {
            assertRefused(
                    POD,
                    "{\"spec\":{\"volumes\":[{\"configMap\":{\"name\":5}}]}}",
                    "Pod in version \"v1\" cannot be handled as a Pod: json: cannot unmarshal"
                            + " number into Go struct field ConfigMapVolumeSource.spec.volumes"
                            + ".VolumeSource.configMap.LocalObjectReference.name of type string");
        }

        @Test
        void typesThatDecodeThemselvesNameTheField() {
            assertRefused(
                    POD,
                    "{\"spec\":{\"containers\":[{\"livenessProbe\":{\"tcpSocket\":{\"port\":1.5}}}]}}",
                    "Pod in version \"v1\" cannot be handled as a Pod: json: cannot unmarshal"
                            + " number 1.5 into Go struct field TCPSocketAction.spec.containers"
                            + ".livenessProbe.ProbeHandler.tcpSocket.port of type int32");
        }

        @Test
        void theFirstOneIsReported() {
            assertRefused(
                    POD,
                    "{\"spec\":{\"containers\":{},\"volumes\":1}}",
                    "Pod in version \"v1\" cannot be handled as a Pod: json: cannot unmarshal"
                            + " object into Go struct field PodSpec.spec.containers of type"
                            + " []v1.Container");
        }

        @Test
        void badBase64IsLocated() {
            assertRefused(
                    SECRET,
                    "{\"data\":{\"a\":\"hello\"}}",
                    "Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data"
                            + " at input byte 4");
        }

        @Test
        void badTimesAreExplained() {
            assertRefused(
                    LEASE,
                    "{\"spec\":{\"renewTime\":\"2020-01-01T00:00:10.5Z\"}}",
                    "Lease in version \"v1\" cannot be handled as a Lease: parsing time"
                            + " \"2020-01-01T00:00:10.5Z\" as \"2006-01-02T15:04:05.000000Z07:00\":"
                            + " cannot parse \".5Z\" as \".000000\"");
        }

        @Test
        void aTypeThatDecodesItselfWinsOverAnEarlierMismatch() {
            assertRefused(
                    POD,
                    "{\"metadata\":{\"name\":1},\"spec\":{\"overhead\":{\"cpu\":\"x\"}}}",
                    "Pod in version \"v1\" cannot be handled as a Pod: quantities must match the"
                            + " regular expression"
                            + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }
    }

    @Nested
    class WrongBytes {
        @ParameterizedTest
        @CsvSource({
            "[256],number 256,uint8",
            "'[1,\"a\",300]',string,uint8",
            "[[]],array,uint8",
            "3,number,[]uint8",
        })
        void areCalledByTheFirst(String bytes, String found, String type) {
            assertRefused(
                    SECRET,
                    "{\"data\":{\"a\":%s}}".formatted(bytes),
                    "Secret in version \"v1\" cannot be handled as a Secret: json: cannot unmarshal"
                            + " %s into Go struct field Secret.data of type %s"
                                    .formatted(found, type));
        }
    }

    @Nested
    class WrongKinds {
        @Test
        void anotherKindIsRefused() {
            assertRefused(
                    CONFIG_MAP,
                    "{\"kind\":\"Secret\",\"apiVersion\":\"v1\"}",
                    "Secret in version \"v1\" cannot be handled as a ConfigMap: converting"
                            + " (v1.Secret) to (core.ConfigMap): unknown conversion");
        }

        @Test
        void anotherKindIsReadFirst() {
            assertRefused(
                    CONFIG_MAP,
                    "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"spec\":{\"containers\":\"x\"}}",
                    "Pod in version \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal"
                            + " string into Go struct field PodSpec.spec.containers of type"
                            + " []v1.Container");
        }

        @ParameterizedTest
        @CsvSource({"List,v1", "Status,example.com/v2", "WatchEvent,apps/v1", "PodLogOptions,v1"})
        void kindsThatNobodyWritesAreKnown(String kind, String version) {
            assertRefused(
                    CONFIG_MAP,
                    "{\"kind\":\"%s\",\"apiVersion\":\"%s\"}".formatted(kind, version),
                    "%1$s in version \"%2$s\" cannot be handled as a ConfigMap: converting (%2$s.%1$s) to (core.ConfigMap): unknown conversion"
                            .formatted(kind, version.substring(version.indexOf('/') + 1)));
        }

        @Test
        void whatIsNoKindIsUnrecognizedBeforeAllElse() {
            assertRefused(
                    CONFIG_MAP,
                    "{\"metadata\":3,\"kind\":4}",
                    "the object provided is unrecognized (must be of type ConfigMap): couldn't get"
                            + " version/kind; json parse error: json: cannot unmarshal number into"
                            + " Go struct field .kind of type string"
                            + " ({\"metadata\":3,\"kind\":4})");
        }

        @Test
        void aCharacterThatStartsNothingIsShownByItsFirstByte() {
            assertRefused(
                    CONFIG_MAP,
                    "é",
                    "the object provided is unrecognized (must be of type ConfigMap): couldn't get"
                            + " version/kind; json parse error: invalid character 'Ã' looking for"
                            + " beginning of value (c3a9)");
        }

        @Test
        void anUnknownKindIsRefused() {
            assertRefused(
                    CONFIG_MAP,
                    "{\"kind\":\"Widget\",\"apiVersion\":\"example.com/v2\"}",
                    "Widget in version \"v2\" cannot be handled as a ConfigMap: no kind \"Widget\""
                            + " is registered for version \"example.com/v2\" in scheme"
                            + " \"pkg/runtime/scheme.go:111\"");
        }

        @Test
        void anotherVersionOfTheKindIsRefused() {
            assertRefused(
                    new GroupVersionKind("autoscaling", "v2", "HorizontalPodAutoscaler"),
                    "{\"kind\":\"HorizontalPodAutoscaler\",\"apiVersion\":\"autoscaling/v1\"}",
                    "the API version in the data (autoscaling/v1) does not match the expected API"
                            + " version (autoscaling/v2)");
        }
    }

    @Nested
    class BrokenTexts {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"a\":1,}|invalid character '}' looking for beginning of object key string",
                    "{\"a\" 1}|invalid character '1' after object key",
                    "{\"a\":1 \"b\"}|invalid character '\"' after object key:value pair",
                    "{\"a\":[1 2]}|invalid character '2' after array element",
                    "{\"a\":tru}|invalid character '}' in literal true (expecting 'e')",
                    "{\"a\":1|unexpected end of JSON input",
                    "{} x|invalid character 'x' after top-level value",
                    "{\"a\":\"\\q\"}|invalid character 'q' in string escape code",
                })
        void theErrorIsGos(String body, String message) {
            assertRefused(
                    CONFIG_MAP,
                    body,
                    "the object provided is unrecognized (must be of type ConfigMap): couldn't get"
                            + " version/kind; json parse error: %s (%s)".formatted(message, body));
        }

        @Test
        void whatIsNoObjectIsShownInHexadecimal() {
            assertRefused(
                    CONFIG_MAP,
                    "hello",
                    "the object provided is unrecognized (must be of type ConfigMap): couldn't get"
                            + " version/kind; json parse error: invalid character 'h' looking for"
                            + " beginning of value (68656c6c6f)");
        }

        @Test
        void whatIsNestedTooDeepIsRefused() {
            assertThatThrownBy(() ->
                            decode(
                                    CONFIG_MAP,
                                    "{\"x\":" + "[".repeat(100_000),
                                    FieldValidation.WARN))
                    .hasMessageContaining("json parse error: exceeded max depth");
        }

        @Test
        void nothingIsShownAsEmpty() {
            assertRefused(
                    CONFIG_MAP,
                    "",
                    "the object provided is unrecognized (must be of type ConfigMap): couldn't get"
                            + " version/kind; json parse error: unexpected end of JSON input"
                            + " (<empty>)");
        }
    }

    @Nested
    class Yaml {
        private Decoded decodeYaml(GroupVersionKind kind, String yaml) {
            byte[] body = yaml.getBytes(StandardCharsets.UTF_8);
            return codec.decode(body, MediaType.YAML, kind, FieldValidation.WARN);
        }

        @Test
        void keysOfAnyScalarTypeBecomeText() {
            Decoded decoded = decodeYaml(CONFIG_MAP, "data:\n  yes: \"t\"\n  1: \"one\"\n");

            assertThat(decoded.object().json().path("data").toString())
                    .isEqualTo("{\"1\":\"one\",\"true\":\"t\"}");
        }

        @Test
        void duplicatesAreReportedWithTheirLine() {
            Decoded decoded = decodeYaml(CONFIG_MAP, "data:\n  a: \"1\"\n  a: \"2\"\n");

            assertThat(decoded.warnings())
                    .isEqualTo(List.of("line 3: key \"a\" already set in map"));
            assertThat(decoded.object().json().at("/data/a").stringValue()).isEqualTo("2");
        }

        @Test
        void unquotedNumbersAreNotText() {
            assertThatThrownBy(() -> decodeYaml(CONFIG_MAP, "data:\n  a: 0644\n"))
                    .hasMessageContaining("cannot unmarshal number into Go struct field");
        }

        @Test
        void aliasesAndMergesAreFollowed() {
            Decoded decoded =
                    decodeYaml(
                            CONFIG_MAP,
                            "metadata:\n  labels: &l {a: x}\n  annotations:\n    <<: *l\n");

            assertThat(decoded.object().annotations()).containsEntry("a", "x");
        }

        @Test
        void whatIsNestedTooDeepIsRefused() {
            assertThatThrownBy(() -> decodeYaml(CONFIG_MAP, "x: " + "[".repeat(100_000)))
                    .hasMessageContaining("yaml: exceeded max depth");
        }

        @Test
        void syntaxErrorsHaveALine() {
            assertThatThrownBy(() -> decodeYaml(CONFIG_MAP, "a: [b"))
                    .hasMessageContaining("yaml: line 1: did not find expected ',' or ']'");
        }
    }
}
