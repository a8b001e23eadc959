package dev.purser.server.admission.advice;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Warns people of what they are about to store. It changes and refuses nothing, so it comes last,
/// when the write is known to be admitted. Thread-safe.
public final class AdvicePlugin implements AdmissionPlugin {
    private static final Map<GroupResource, Advisor> ADVISORS =
            Map.ofEntries(
                    Map.entry(new GroupResource("", "configmaps"), new ConfigMapAdvisor()),
                    Map.entry(new GroupResource("", "secrets"), new SecretAdvisor()),
                    Map.entry(new GroupResource("", "pods"), new PodAdvisor("")),
                    Map.entry(new GroupResource("", "podtemplates"), new PodAdvisor("/template")),
                    Map.entry(
                            new GroupResource("", "replicationcontrollers"),
                            new PodAdvisor("/spec/template")),
                    Map.entry(
                            new GroupResource("apps", "deployments"),
                            new PodAdvisor("/spec/template")),
                    Map.entry(
                            new GroupResource("apps", "replicasets"),
                            new PodAdvisor("/spec/template")),
                    Map.entry(
                            new GroupResource("apps", "statefulsets"),
                            new PodAdvisor("/spec/template")),
                    Map.entry(
                            new GroupResource("apps", "daemonsets"),
                            new PodAdvisor("/spec/template")),
                    Map.entry(new GroupResource("batch", "jobs"), new PodAdvisor("/spec/template")),
                    Map.entry(
                            new GroupResource("batch", "cronjobs"),
                            new PodAdvisor("/spec/jobTemplate/spec/template")));

    /// Subresources whose writes bring content of their own.
    private static final Set<String> SUBRESOURCES = Set.of("", "ephemeralcontainers");

    private final SilencedTopics silenced;

    /// @param silenced what this server never warns of
    public AdvicePlugin(SilencedTopics silenced) {
        this.silenced = silenced;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.warnings().areReadByPeople()
                || !SUBRESOURCES.contains(request.attributes().subresource())
                || !isWrite(request.operation())) {
            return;
        }
        GroupResource resource =
                new GroupResource(request.attributes().group(), request.attributes().resource());
        Optional.ofNullable(ADVISORS.get(resource)).ifPresent(advisor -> advise(request, advisor));
    }

    private static boolean isWrite(Operation operation) {
        return operation == Operation.CREATE || operation == Operation.UPDATE;
    }

    private void advise(AdmissionRequest request, Advisor advisor) {
        KubeObject object = request.object().orElseThrow();
        SilencedTopics off = silenced.with(object.metadata());
        List<Finding> findings =
                advisor.findings(object).stream()
                        .filter(finding -> !off.has(finding.topic()))
                        .toList();
        if (findings.isEmpty()) {
            return;
        }
        Set<Finding> known = new HashSet<>();
        request.old().ifPresent(old -> known.addAll(advisor.findings(old)));
        findings.stream()
                .filter(finding -> !known.contains(finding))
                .forEach(finding -> request.warnings().accept(finding.warning()));
    }
}
