package dev.purser.api.schema;

/// A field as Kubernetes' own struct has it.
///
/// @param name in Go: `DNSPolicy` for `dnsPolicy`
/// @param type in Go, without a pointer's star: `bool`, `v1.PodSpec`, `[]v1.Container`
/// @param embedded the embedded struct that the field belongs to: `VolumeSource` for the `secret`
///   of a `Volume`, dotted when structs are embedded in one another; empty for a field of its own
public record GoField(String name, String type, String embedded) {
    /// A field of its own.
    public GoField(String name, String type) {
        this(name, type, "");
    }
}
