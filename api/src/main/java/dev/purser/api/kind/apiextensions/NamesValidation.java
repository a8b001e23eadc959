package dev.purser.api.kind.apiextensions;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Checks the names of a resource, those wished for and those accepted.
final class NamesValidation {
    private NamesValidation() {}

    static void validate(JsonNode names, String path, FieldErrors errors) {
        for (String field : List.of("plural", "singular")) {
            String name = Trees.text(names, field);
            report(name, Names.label1035Errors(name), "", path + "." + field, errors);
        }
        for (String field : List.of("kind", "listKind")) {
            String name = Trees.text(names, field);
            report(
                    name,
                    Names.label1035Errors(name.toLowerCase(Locale.ROOT)),
                    "may have mixed case, but should otherwise match: ",
                    path + "." + field,
                    errors);
        }
        validateList(names, "shortNames", path, errors);
        String kind = Trees.text(names, "kind");
        if (!kind.isEmpty() && kind.equals(Trees.text(names, "listKind"))) {
            errors.invalid(path + ".listKind", kind, "kind and listKind may not be the same");
        }
        validateList(names, "categories", path, errors);
    }

    private static void validateList(
            JsonNode names, String field, String path, FieldErrors errors) {
        List<String> texts = Trees.texts(names, field);
        for (int i = 0; i < texts.size(); i++) {
            List<String> wrong = Names.label1035Errors(texts.get(i));
            if (!wrong.isEmpty()) {
                errors.invalid(
                        "%s.%s[%d]".formatted(path, field, i),
                        texts.get(i),
                        String.join(",", wrong));
            }
        }
    }

    private static void report(
            String name, List<String> wrong, String start, String path, FieldErrors errors) {
        if (!name.isEmpty() && !wrong.isEmpty()) {
            errors.invalid(path, name, start + String.join(",", wrong));
        }
    }
}
