package dev.purser.node.environment;

/// One environment variable. The value may be a secret: `toString` does not show it.
public record Variable(String name, String value) {
    @Override
    public String toString() {
        return name + "=[" + value.length() + " characters]";
    }
}
