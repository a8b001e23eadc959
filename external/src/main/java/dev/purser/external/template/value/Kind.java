package dev.purser.external.template.value;

import java.util.Locale;

/// What a value is, however its type is called.
public enum Kind {
    INVALID,
    BOOL,
    INT,
    INT32,
    INT64,
    UINT8,
    UINT32,
    FLOAT64,
    STRING,
    SLICE,
    MAP,
    INTERFACE,
    STRUCT,
    PTR;

    /// As Go calls it.
    public String goName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isSigned() {
        return this == INT || this == INT32 || this == INT64;
    }

    public boolean isUnsigned() {
        return this == UINT8 || this == UINT32;
    }
}
