package dev.purser.api.schema;

/// What becomes of a field that is absent, null, or has the zero value of its type (false, 0, the
/// empty string, list or map). Kubernetes' types decide this by pointers and `omitempty`, and
/// clients can see it in every answer.
public enum Absence {
    /// A zero value disappears: `data: {}` of a ConfigMap.
    DROPPED,
    /// A null disappears, a zero value that was given stays: `immutable: false` (a pointer).
    KEPT,
    /// Always written, with the zero value when it was absent: `resources: {}` of a container.
    WRITTEN,
    /// Always written, as null when it was absent or empty: `rules` of a Role.
    WRITTEN_AS_NULL,
    /// Kept as it was given, null and zero values too; absent when it was absent. So it is in
    /// custom resources.
    AS_GIVEN
}
