package dev.purser.api.managed;

/// Who writes, and through which door.
///
/// @param name the field manager: [ManagerName] finds it in a request
/// @param apiVersion the version of the object in the request: `apps/v1`
/// @param subresource `status`, `scale`, …; empty for the object itself
/// @param ignored the fields that this door never writes, such as the status behind the main one:
///   [IgnoredFields] knows them
public record FieldWriter(String name, String apiVersion, String subresource, FieldSet ignored) {}
