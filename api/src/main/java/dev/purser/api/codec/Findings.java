package dev.purser.api.codec;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What goes wrong while one object is read. Go's decoder remembers the first value of a wrong type
/// and reads on, but stops at once where a type decodes itself and fails: the latter wins. Not
/// thread-safe.
final class Findings {
    /// More strict errors than these are not reported.
    private static final int STRICT_MAX = 100;

    private final Set<String> strict = new LinkedHashSet<>();
    private @Nullable String soft;
    private @Nullable String hard;

    void unknownField(Place place) {
        strict("unknown field \"" + place.path() + "\"");
    }

    void duplicateField(Place place) {
        strict("duplicate field \"" + place.path() + "\"");
    }

    private void strict(String text) {
        if (strict.size() < STRICT_MAX) {
            strict.add(text);
        }
    }

    /// A value of the wrong type.
    ///
    /// @param value what was found: `string`, `number 1.5`, `object`
    void mismatch(Place place, String value, String goType) {
        soft(mismatchText(place, value, goType));
    }

    /// What Go says of a value of the wrong type.
    static String mismatchText(Place place, String value, String goType) {
        String target =
                place.fields().isEmpty()
                        ? "value of type " + goType
                        : "struct field %s.%s of type %s"
                                .formatted(place.struct(), place.fields(), goType);
        return "json: cannot unmarshal %s into Go %s".formatted(value, target);
    }

    /// A wrong value that does not stop the decoder.
    void soft(String message) {
        if (soft == null) {
            soft = message;
        }
    }

    /// A wrong value of a type that decodes itself.
    void hard(String message) {
        if (hard == null) {
            hard = message;
        }
    }

    List<String> strictErrors() {
        return new ArrayList<>(strict);
    }

    boolean hasFailed() {
        return hard != null || soft != null;
    }

    void throwIfFailed() throws DecodingException {
        String message = hard != null ? hard : soft;
        if (message != null) {
            throw new DecodingException(message);
        }
    }
}
