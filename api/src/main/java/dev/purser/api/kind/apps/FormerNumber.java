package dev.purser.api.kind.apps;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.GoQuoted;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/// A number that was a field in older versions of a kind, and lives in an annotation since.
///
/// @param kind the kind in `apps/v1`
/// @param annotation where the number lives
/// @param complaint what comes before the complaint about a text that is no number
record FormerNumber(String kind, String annotation, String complaint) {
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+");
    private static final int LONG_BITS = 63;

    /// @throws StatusException when the annotation is there and not a number of 64 bits
    Optional<Long> read(KubeObject object) {
        return Optional.ofNullable(object.annotations().get(annotation)).map(this::parse);
    }

    private long parse(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw refusal(text, "invalid syntax");
        }
        BigInteger number = new BigInteger(text);
        if (number.bitLength() > LONG_BITS) {
            throw refusal(text, "value out of range");
        }
        return number.longValue();
    }

    private StatusException refusal(String text, String why) {
        return StatusErrors.badRequest(
                "%s in version \"v1\" cannot be handled as a %s: %sstrconv.ParseInt: parsing %s: %s"
                        .formatted(
                                kind,
                                kind,
                                complaint.formatted(annotation, text),
                                GoQuoted.of(text),
                                why));
    }

    void write(KubeObject object, long number) {
        Trees.ensure(object.metadata(), "annotations").put(annotation, Long.toString(number));
    }

    /// Removes an annotation that says nothing.
    void removeEmpty(KubeObject object) {
        if ("".equals(object.annotations().get(annotation))) {
            Trees.ensure(object.metadata(), "annotations").remove(annotation);
        }
    }
}
