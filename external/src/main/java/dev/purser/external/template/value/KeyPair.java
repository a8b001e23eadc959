package dev.purser.external.template.value;

/// A certificate with its private key, both in PEM, as the fields `Cert` and `Key`.
public record KeyPair(String certificate, String key) implements Value {
    @Override
    public GoType type() {
        return GoType.CERTIFICATE;
    }

    @Override
    public boolean isTrue() {
        return true;
    }

    @Override
    public String toString() {
        return "(certificate)";
    }
}
