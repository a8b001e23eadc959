package dev.purser.external.provider.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.SequencedMap;

/// A part of a JSON text, with the text as it was written. None of them shows a value in
/// `toString`.
sealed interface RawJson {
    /// The part as it stands in the text.
    String raw();

    /// The part as a value: texts without their quotes, all else as it was written.
    String text();

    /// An object.
    record Members(Slice slice, SequencedMap<String, RawJson> members) implements RawJson {
        @Override
        public String raw() {
            return slice.text();
        }

        @Override
        public String text() {
            return raw();
        }

        @Override
        public String toString() {
            return "(hidden object)";
        }
    }

    /// An array.
    record Elements(Slice slice, List<RawJson> elements) implements RawJson {
        @Override
        public String raw() {
            return slice.text();
        }

        @Override
        public String text() {
            return raw();
        }

        @Override
        public String toString() {
            return "(hidden array)";
        }
    }

    /// A text.
    ///
    /// @param raw with quotes and escapes
    record Text(String raw, String text) implements RawJson {
        @Override
        public String toString() {
            return "(hidden text)";
        }
    }

    /// A number.
    record Numeral(String raw) implements RawJson {
        @Override
        public String text() {
            return raw;
        }

        double value() {
            return Double.parseDouble(raw);
        }

        /// The number without an exponent and needless zeros; whole numbers stay as they are
        /// written, however large.
        String plain() {
            if (raw.chars().allMatch(c -> c == '-' || Character.isDigit(c))) {
                return raw;
            }
            double value = value();
            return Double.isFinite(value)
                    ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                    : raw;
        }

        @Override
        public String toString() {
            return "(hidden number)";
        }
    }

    /// `true`, `false` or `null`.
    record Literal(String raw) implements RawJson {
        /// Nothing for `null`.
        @Override
        public String text() {
            return raw.equals("null") ? "" : raw;
        }

        @Override
        public String toString() {
            return "(hidden literal)";
        }
    }

    /// A stretch of a text, cut out when it is asked for.
    record Slice(String source, int from, int to) {
        String text() {
            return source.substring(from, to);
        }

        @Override
        public String toString() {
            return "(hidden)";
        }
    }
}
