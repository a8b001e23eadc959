package dev.purser.api.managed;

/// Who writes, and through which door.
///
/// @param name the field manager: [ManagerName] finds it in a request
/// @param apiVersion the version of the object in the request: `apps/v1`
/// @param subresource `status`, `scale`, …; empty for the object itself
/// @param ignored the fields that this door never writes, such as the status behind the main one:
///   [IgnoredFields] knows them
/// @param versions how those see the object who wrote in other versions
public record FieldWriter(
        String name,
        String apiVersion,
        String subresource,
        FieldSet ignored,
        OwnerVersions versions) {
    /// Who writes objects whose versions name their fields alike.
    public FieldWriter(String name, String apiVersion, String subresource, FieldSet ignored) {
        this(name, apiVersion, subresource, ignored, OwnerVersions.ALIKE);
    }
}
