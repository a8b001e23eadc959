package dev.purser.external.sync;

import dev.purser.api.kind.core.SecretRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.Scope;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.NameFormat;
import dev.purser.api.validation.ObjectMetaValidation;
import java.util.Set;

/// Holds Secrets to Kubernetes' rules before they are sent. The API server would find the same, but
/// its refusals quote what they refuse and go to the audit log, and templates make labels and keys
/// of values.
final class SecretCheck {
    private final SecretRules rules = new SecretRules();

    /// @param names keys that are known to be no secrets
    /// @throws SyncException names the fields that are wrong, and nothing of what they hold
    void check(KubeObject secret, Set<String> names) throws SyncException {
        FieldErrors errors = new FieldErrors();
        ObjectMetaValidation.validate(
                secret.metadata(), Scope.NAMESPACED, NameFormat.SUBDOMAIN, errors);
        rules.validate(secret, errors);
        if (!errors.isEmpty()) {
            throw SyncException.passing(
                    SyncMessages.UPDATE_FAILED, Refusal.of(errors.list(), names));
        }
    }
}
