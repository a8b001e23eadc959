package dev.purser.api.discovery;

/// The versions of the aggregated discovery document, which differ in name only.
public enum DiscoveryVersion {
    V2("v2"),
    V2BETA1("v2beta1");

    private final String text;

    DiscoveryVersion(String text) {
        this.text = text;
    }

    /// The version as media types spell it.
    public String text() {
        return text;
    }
}
