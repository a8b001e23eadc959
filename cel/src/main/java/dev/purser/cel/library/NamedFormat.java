package dev.purser.cel.library;

import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.validation.NameFormat;
import dev.purser.api.validation.Names;
import dev.purser.cel.value.TimeText;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A format of texts that has a name, `format.dns1123Label()`.
enum NamedFormat {
    DNS_1123_LABEL("dns1123Label", 30, Names::labelErrors),
    DNS_1123_SUBDOMAIN("dns1123Subdomain", 60, Names::subdomainErrors),
    DNS_1035_LABEL("dns1035Label", 30, Names::label1035Errors),
    QUALIFIED_NAME("qualifiedName", 60, LabelSyntax::keyErrors),
    DNS_1123_LABEL_PREFIX("dns1123LabelPrefix", 30, NameFormat.LABEL::prefixErrors),
    DNS_1123_SUBDOMAIN_PREFIX("dns1123SubdomainPrefix", 60, NameFormat.SUBDOMAIN::prefixErrors),
    DNS_1035_LABEL_PREFIX("dns1035LabelPrefix", 30, NameFormat.LABEL_1035::prefixErrors),
    LABEL_VALUE("labelValue", 40, LabelSyntax::valueErrors),
    URI("uri", 1103, text -> GoUrl.requestError(text).stream().toList()),
    UUID("uuid", 70, unless(NamedFormat::isUuid, "does not match the UUID format")),
    BYTE("byte", 84, unless(NamedFormat::isBase64, "invalid base64")),
    DATE("date", 71, unless(NamedFormat::isDate, "invalid date")),
    DATETIME("datetime", 71, unless(NamedFormat::isDateTime, "invalid datetime"));

    private static final Pattern UUID_PATTERN =
            Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");

    private final String text;
    private final int patternLength;

    @SuppressWarnings("ImmutableEnumChecker") // The functions have no state.
    private final Function<String, List<String>> validate;

    NamedFormat(String text, int patternLength, Function<String, List<String>> validate) {
        this.text = text;
        this.patternLength = patternLength;
        this.validate = validate;
    }

    static Optional<NamedFormat> named(String name) {
        return Arrays.stream(values()).filter(format -> format.text.equals(name)).findFirst();
    }

    String text() {
        return text;
    }

    /// How long the pattern is that costs are reckoned with.
    int patternLength() {
        return patternLength;
    }

    /// What is wrong with a text; nothing when it has the format.
    List<String> errors(String candidate) {
        return validate.apply(candidate);
    }

    private static Function<String, List<String>> unless(Predicate<String> valid, String error) {
        return text -> valid.test(text) ? List.of() : List.of(error);
    }

    private static boolean isUuid(String text) {
        return UUID_PATTERN.matcher(text).matches();
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return !text.isEmpty() && text.length() % 4 == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isDateTime(String text) {
        return TimeText.parse(text).isPresent();
    }
}
