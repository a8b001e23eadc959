package dev.purser.node.environment;

/// One environment variable. The value may be a secret: `toString` does not show it.
///
/// @param isSecret whether any of the value is from a Secret
public record Variable(String name, String value, boolean isSecret) {
    /// A variable that nobody has to hide.
    public static Variable plain(String name, String value) {
        return new Variable(name, value, false);
    }

    @Override
    public String toString() {
        return name + "=[" + value.length() + " characters]";
    }
}
