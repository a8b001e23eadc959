package dev.purser.api.schema;

/// A field as Kubernetes' own struct has it.
///
/// @param name in Go: `DNSPolicy` for `dnsPolicy`
/// @param type in Go, without a pointer's star: `bool`, `v1.PodSpec`, `[]v1.Container`
public record GoField(String name, String type) {}
