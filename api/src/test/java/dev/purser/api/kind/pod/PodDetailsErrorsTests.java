package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wrong with details of Pods: each case with all complaints, in Kubernetes' words.
class PodDetailsErrorsTests {
    private final PodSpecs pods = new PodSpecs();

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(
                        "'restartPolicy':'X'",
                        List.of(
                                "spec.restartPolicy: Unsupported value: \"X\": supported values: \"Always\", \"OnFailure\", \"Never\"")),
                Arguments.of(
                        "'dnsPolicy':'X'",
                        List.of(
                                "spec.dnsPolicy: Unsupported value: \"X\": supported values: \"ClusterFirstWithHostNet\", \"ClusterFirst\", \"Default\", \"None\"")),
                Arguments.of(
                        "'dnsPolicy':'None'",
                        List.of(
                                "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None")),
                Arguments.of(
                        "'dnsPolicy':'None','dnsConfig':{}",
                        List.of(
                                "spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None")),
                Arguments.of(
                        "'dnsConfig':{'nameservers':['1.1.1.1','1.1.1.2','1.1.1.3','x']}",
                        List.of(
                                "spec.dnsConfig.nameservers: Invalid value: [\"1.1.1.1\",\"1.1.1.2\",\"1.1.1.3\",\"x\"]: must not have more than 3 nameservers",
                                "spec.dnsConfig.nameservers[3]: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")),
                Arguments.of(
                        "'dnsConfig':{'nameservers':['010.0.0.1','::ffff:1.2.3.4'],'searches':['A','.'],'options':[{}]}",
                        List.of(
                                "spec.dnsConfig.nameservers[0]: Invalid value: \"010.0.0.1\": must not have leading 0s",
                                "spec.dnsConfig.nameservers[1]: Invalid value: \"::ffff:1.2.3.4\": must not be an IPv4-mapped IPv6 address",
                                "spec.dnsConfig.options[0]: Required value: must not be empty",
                                "spec.dnsConfig.searches[0]: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')")),
                Arguments.of(
                        "'hostname':'A','subdomain':'B'",
                        List.of(
                                "spec.hostname: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
                                "spec.subdomain: Invalid value: \"B\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')")),
                Arguments.of(
                        "'hostnameOverride':'A','setHostnameAsFQDN':true,'hostNetwork':true",
                        List.of(
                                "spec.hostnameOverride: Forbidden: may not be specified when hostNetwork is true",
                                "spec.hostnameOverride: Forbidden: may not be specified when setHostnameAsFQDN is true",
                                "spec.hostnameOverride: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")),
                Arguments.of(
                        "'nodeName':'A','priorityClassName':''",
                        List.of(
                                "spec.nodeName: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")),
                Arguments.of(
                        "'activeDeadlineSeconds':0",
                        List.of(
                                "spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive")),
                Arguments.of(
                        "'hostAliases':[{'ip':'x','hostnames':['A']}]",
                        List.of(
                                "spec.hostAliases[0].hostnames[0]: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
                                "spec.hostAliases[0].ip: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")),
                Arguments.of(
                        "'imagePullSecrets':[{'name':'a'}],'terminationGracePeriodSeconds':5,'activeDeadlineSeconds':2147483648",
                        List.of(
                                "spec.activeDeadlineSeconds: Invalid value: 2147483648: must be between 1 and 2147483647, inclusive")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areComplainedAbout(String fields, List<String> complaints) {
        assertThat(pods.podErrors(fields)).containsExactlyInAnyOrderElementsOf(complaints);
    }
}
