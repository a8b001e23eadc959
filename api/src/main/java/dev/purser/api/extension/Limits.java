package dev.purser.api.extension;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a value must keep to, beside its structure.
///
/// @param type empty for any
/// @param format empty for none
/// @param enumeration the values it may have; empty for any
/// @param multipleOf empty for any
public record Limits(
        String type,
        String format,
        boolean nullable,
        List<JsonNode> enumeration,
        Bound maximum,
        Bound minimum,
        OptionalDouble multipleOf,
        Range length,
        Range items,
        Range properties,
        boolean uniqueItems,
        Expression pattern) {

    /// A limit of a number.
    ///
    /// @param exclusive whether the limit itself is beyond it
    public record Bound(OptionalDouble value, boolean exclusive) {}

    /// How many characters, items or members there may be.
    public record Range(OptionalLong min, OptionalLong max) {}

    /// A regular expression by RE2.
    ///
    /// @param text empty for none
    /// @param compiled null for none, and for one that is not valid
    public record Expression(String text, @Nullable Pattern compiled) {}
}
