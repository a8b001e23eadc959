package dev.purser.api.kind.apiextensions;

import dev.purser.api.status.FieldErrors;

/// Checks whole definitions.
final class DefinitionValidation {
    void validate(Definition definition, FieldErrors errors) {
        NamesValidation.validate(definition.wishedNames().json(), "spec.names", errors);
    }

    void validateUpdate(Definition definition, Definition old, FieldErrors errors) {
        validate(definition, errors);
    }
}
