package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wrong with scheduling: each case with all complaints, in Kubernetes' words.
class SchedulingErrorsTests {
    private final PodSpecs pods = new PodSpecs();

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(
                        "'tolerations':[{'key':'A b'}]",
                        List.of(
                                "spec.tolerations[0].key: Invalid value: \"A b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')")),
                Arguments.of(
                        "'tolerations':[{'operator':'Equal'}]",
                        List.of(
                                "spec.tolerations[0].operator: Invalid value: \"Equal\": operator must be Exists when `key` is empty, which means \"match all values and all keys\"")),
                Arguments.of(
                        "'tolerations':[{'key':'a','operator':'X'}]",
                        List.of(
                                "spec.tolerations[0].operator: Unsupported value: \"X\": supported values: \"Equal\", \"Exists\"")),
                Arguments.of(
                        "'tolerations':[{'key':'a','operator':'Lt','value':'1'}]",
                        List.of(
                                "spec.tolerations[0].operator: Unsupported value: \"Lt\": supported values: \"Equal\", \"Exists\", \"Lt\", \"Gt\"")),
                Arguments.of(
                        "'tolerations':[{'key':'a','operator':'Exists','value':'b'}]",
                        List.of(
                                "spec.tolerations[0].operator: Invalid value: \"b\": value must be empty when `operator` is 'Exists'")),
                Arguments.of(
                        "'tolerations':[{'key':'a','value':'A b','effect':'X'}]",
                        List.of(
                                "spec.tolerations[0].effect: Unsupported value: \"X\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"",
                                "spec.tolerations[0].operator: Invalid value: \"A b\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")),
                Arguments.of(
                        "'tolerations':[{'key':'a','tolerationSeconds':5}]",
                        List.of(
                                "spec.tolerations[0].effect: Invalid value: \"\": effect must be 'NoExecute' when `tolerationSeconds` is set")),
                Arguments.of(
                        "'nodeSelector':{'A b':'c'}",
                        List.of(
                                "spec.nodeSelector: Invalid value: \"A b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')")),
                Arguments.of(
                        "'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[]}}}",
                        List.of(
                                "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term")),
                Arguments.of(
                        "'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':[{'matchExpressions':[{'key':'a','operator':'Gt'},{'key':'','operator':'X','values':['A b']}],'matchFields':[{'key':'b','operator':'In'}]}]}}}",
                        List.of(
                                "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'",
                                "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[1].key: Invalid value: \"\": name part must be non-empty",
                                "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[1].key: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
                                "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[1].operator: Invalid value: \"X\": not a valid selector operator",
                                "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[1].values[0]: Invalid value: \"A b\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
                                "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].key: Invalid value: \"b\": not a valid field selector key",
                                "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].values: Required value: must be only one value when `operator` is 'In' or 'NotIn' for node field selector")),
                Arguments.of(
                        "'affinity':{'nodeAffinity':{'preferredDuringSchedulingIgnoredDuringExecution':[{'weight':0,'preference':{'matchExpressions':[{'key':'a','operator':'In'}]}}]}}",
                        List.of(
                                "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
                                "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100")),
                Arguments.of(
                        "'affinity':{'podAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{'topologyKey':'','namespaces':['A']}]}}",
                        List.of(
                                "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespace: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
                                "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: \"\": name part must be non-empty",
                                "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
                                "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: can not be empty")),
                Arguments.of(
                        "'affinity':{'podAntiAffinity':{'preferredDuringSchedulingIgnoredDuringExecution':[{'weight':101,'podAffinityTerm':{'topologyKey':'k','matchLabelKeys':['a']}}]}}",
                        List.of(
                                "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.matchLabelKeys: Forbidden: must not be specified when labelSelector is not set",
                                "spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100")),
                Arguments.of(
                        "'affinity':{'podAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{'topologyKey':'k','labelSelector':{'matchLabels':{'A b':'c'}},'matchLabelKeys':['a','b'],'mismatchLabelKeys':['b']}]}}",
                        List.of(
                                "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchLabels: Invalid value: \"A b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
                                "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys[1]: Invalid value: \"b\": exists in both matchLabelKeys and mismatchLabelKeys")),
                Arguments.of(
                        "'topologySpreadConstraints':[{'maxSkew':0,'topologyKey':'','whenUnsatisfiable':'X','minDomains':0,'nodeTaintsPolicy':'Y'}]",
                        List.of(
                                "spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero",
                                "spec.topologySpreadConstraints[0].minDomains: Invalid value: 0: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not X",
                                "spec.topologySpreadConstraints[0].minDomains: Invalid value: 0: must be greater than zero",
                                "spec.topologySpreadConstraints[0].nodeTaintsPolicy: Unsupported value: \"Y\": supported values: \"Honor\", \"Ignore\"",
                                "spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty",
                                "spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: \"X\": supported values: \"DoNotSchedule\", \"ScheduleAnyway\"")),
                Arguments.of(
                        "'topologySpreadConstraints':[{'maxSkew':1,'topologyKey':'k','whenUnsatisfiable':'DoNotSchedule'},{'maxSkew':2,'topologyKey':'k','whenUnsatisfiable':'DoNotSchedule'}]",
                        List.of(
                                "spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: \"{k, DoNotSchedule}\"")),
                Arguments.of(
                        "'schedulingGates':[{'name':'a'},{'name':'a'}],'nodeName':'n'",
                        List.of(
                                "spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared",
                                "spec.schedulingGates[1]: Duplicate value: \"a\"")),
                Arguments.of(
                        "'readinessGates':[{'conditionType':''}]",
                        List.of(
                                "spec.readinessGates[0].conditionType: Invalid value: \"\": name part must be non-empty",
                                "spec.readinessGates[0].conditionType: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areComplainedAbout(String fields, List<String> complaints) {
        assertThat(pods.podErrors(fields)).containsExactlyInAnyOrderElementsOf(complaints);
    }
}
