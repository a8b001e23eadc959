package dev.purser.external.template.value;

/// A string.
///
/// @param type `string`, or a type made of it
/// @param bytes each character is a byte
public record Text(GoType type, String bytes) implements Value {
    public Text(String bytes) {
        this(GoType.STRING, bytes);
    }

    @Override
    public boolean isTrue() {
        return !bytes.isEmpty();
    }

    @Override
    public String toString() {
        return "(string)";
    }
}
