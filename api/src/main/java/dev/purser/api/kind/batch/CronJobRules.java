package dev.purser.api.kind.batch;

import dev.purser.api.kind.SpecAndStatus;
import dev.purser.api.kind.pod.PodTemplates;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Numbers;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// CronJobs: a Job for each moment of a schedule.
final class CronJobRules implements SpecAndStatus {
    /// What a Job's name leaves of 63 characters when eleven are for the moment.
    private static final int NAME_MAX = 52;

    private static final List<String> CONCURRENCY = List.of("Allow", "Forbid", "Replace");
    private static final String JOB = "spec.jobTemplate.spec";

    private final PodTemplates templates;
    private final JobSpecValidation specs;

    CronJobRules(PodTemplates templates, JobSpecValidation specs) {
        this.templates = templates;
        this.specs = specs;
    }

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        Trees.setDefault(spec, "concurrencyPolicy", "Allow");
        Trees.setDefault(spec, "suspend", false);
        Trees.setDefault(spec, "successfulJobsHistoryLimit", 3);
        Trees.setDefault(spec, "failedJobsHistoryLimit", 1);
        JobTemplateDefaults.apply(jobSpec(object), templates);
    }

    private static ObjectNode jobSpec(KubeObject object) {
        return Trees.ensure(Trees.ensure(object.spec(), "jobTemplate"), "spec");
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        SpecAndStatus.super.prepareForCreate(object);
        jobSpec(object).remove("scheduling");
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        jobSpec(object).remove("scheduling");
        SpecAndStatus.super.prepareForUpdate(object, old);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validateSchedule(object.spec(), "", errors);
        validateTimeZone(object.spec(), errors);
        validateSpec(object, errors);
        if (object.name().length() > NAME_MAX) {
            errors.invalid("metadata.name", object.name(), "must be no more than 52 characters");
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validateSchedule(object.spec(), Trees.text(old.spec(), "schedule"), errors);
        if (!object.spec().path("timeZone").equals(old.spec().path("timeZone"))) {
            validateTimeZone(object.spec(), errors);
        }
        validateSpec(object, errors);
    }

    /// A zone in the schedule itself was possible once, and stays where it is.
    private static void validateSchedule(ObjectNode spec, String oldText, FieldErrors errors) {
        String path = "spec.schedule";
        String schedule = Trees.text(spec, "schedule");
        if (schedule.isEmpty()) {
            errors.required(path, "");
            return;
        }
        CronSchedule.complaint(schedule).ifPresent(why -> errors.invalid(path, schedule, why));
        if (!schedule.contains("TZ")) {
            return;
        }
        if (!oldText.contains("TZ")) {
            errors.invalid(
                    path,
                    schedule,
                    "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        } else if (Trees.has(spec, "timeZone")) {
            errors.invalid(
                    path, schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
        }
    }

    private static void validateTimeZone(ObjectNode spec, FieldErrors errors) {
        if (Trees.has(spec, "timeZone")) {
            String zone = Trees.text(spec, "timeZone");
            TimeZones.complaints(zone).forEach(why -> errors.invalid("spec.timeZone", zone, why));
        }
    }

    private void validateSpec(KubeObject object, FieldErrors errors) {
        ObjectNode spec = object.spec();
        for (String field :
                List.of(
                        "startingDeadlineSeconds",
                        "successfulJobsHistoryLimit",
                        "failedJobsHistoryLimit")) {
            Numbers.requireNonNegative(spec.path(field), "spec." + field, errors);
        }
        String concurrency = Trees.text(spec, "concurrencyPolicy");
        if (!CONCURRENCY.contains(concurrency)) {
            errors.notSupported("spec.concurrencyPolicy", concurrency, CONCURRENCY);
        }
        ObjectNode job = jobSpec(object);
        specs.validate(job, JOB, errors);
        JsonNode selector = job.path("selector");
        if (selector.isObject()) {
            errors.invalid(JOB + ".selector", selector, "`selector` will be auto-generated");
        }
        if (job.path("manualSelector").asBoolean(false)) {
            errors.notSupportedShown(JOB + ".manualSelector", "true", List.of("nil", "false"));
        }
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        List<String> warnings = new ArrayList<>();
        boolean isNew = object.resourceVersion().isEmpty();
        if (isNew) {
            warnings.addAll(JobWarnings.ofName(object.name()));
        }
        if (isNew || object.generation() != old.generation()) {
            warnings.addAll(JobWarnings.ofSpec(jobSpec(object), JOB, templates));
        }
        if (!isNew && Trees.text(object.spec(), "schedule").contains("TZ")) {
            warnings.add(
                    "cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see"
                            + " https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/"
                            + " for more details");
        }
        return warnings;
    }
}
