package dev.purser.server.endpoint;

import dev.purser.api.codec.FieldValidation;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.GoQuoted;
import dev.purser.server.registry.WriteRequest.DryRun;
import dev.purser.wire.request.Query;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The parameters that creates, updates and patches share.
record WriteOptions(DryRun dryRun, FieldValidation fieldValidation, Force force) {
    private static final int MANAGER_LENGTH_MAX = 128;

    /// Whether an apply takes fields over from other managers.
    enum Force {
        NO,
        YES
    }

    /// Which options a request carries.
    enum Kind {
        CREATE("CreateOptions"),
        UPDATE("UpdateOptions"),
        PATCH("PatchOptions"),
        APPLY("PatchOptions");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /// Reads and checks the parameters.
    static WriteOptions read(Query query, Kind kind) {
        FieldErrors errors = new FieldErrors();
        checkManager(query, kind, errors);
        DryRun dryRun = DryRun.read(query.all("dryRun"), errors);
        Optional<FieldValidation> validation = validation(query.first("fieldValidation"), errors);
        boolean force = query.isTrue("force");
        if (query.has("force") && kind != Kind.APPLY) {
            errors.forbidden("force", "may not be specified for non-apply patch");
        }
        errors.throwIfAny(new GroupVersionKind("meta.k8s.io", "", kind.text), "");
        return new WriteOptions(
                dryRun, validation.orElse(FieldValidation.WARN), force ? Force.YES : Force.NO);
    }

    private static Optional<FieldValidation> validation(String text, FieldErrors errors) {
        return switch (text) {
            case "" -> Optional.empty();
            case "Ignore" -> Optional.of(FieldValidation.IGNORE);
            case "Warn" -> Optional.of(FieldValidation.WARN);
            case "Strict" -> Optional.of(FieldValidation.STRICT);
            default -> {
                errors.notSupported(
                        "fieldValidation", text, List.of("", "Ignore", "Strict", "Warn"));
                yield Optional.empty();
            }
        };
    }

    private static void checkManager(Query query, Kind kind, FieldErrors errors) {
        String manager = query.first("fieldManager");
        if (manager.isEmpty() && kind == Kind.APPLY) {
            errors.required("fieldManager", "is required for apply patch");
        }
        if (manager.length() > MANAGER_LENGTH_MAX) {
            errors.tooLong("fieldManager", MANAGER_LENGTH_MAX);
        }
        int at = 0;
        for (int point : manager.codePoints().toArray()) {
            if (!GoQuoted.isPrintable(point)) {
                errors.invalid(
                        "fieldManager",
                        manager,
                        "invalid character U+%04X (at position %d)".formatted(point, at));
            }
            at += Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
