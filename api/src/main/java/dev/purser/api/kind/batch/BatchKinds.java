package dev.purser.api.kind.batch;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.VersionKinds;
import dev.purser.api.kind.pod.PodTemplates;

/// The kinds of the batch group.
public final class BatchKinds {
    private BatchKinds() {}

    /// @param goForm shows parts of objects in messages
    public static VersionKinds all(PodTemplates templates, GoForm goForm) {
        JobSpecValidation specs = new JobSpecValidation(templates, goForm);
        return VersionKinds.of("batch", "v1")
                .with("Job", new JobRules(templates, specs, new JobChanges(goForm)))
                .with("CronJob", new CronJobRules(templates, specs));
    }
}
