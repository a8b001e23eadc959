package dev.purser.api.codec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Finds members that a JSON text names twice; readers keep the last and say nothing.
public final class DuplicateMembers {
    private final JsonParser parser;
    private final List<String> found = new ArrayList<>();

    private DuplicateMembers(JsonParser parser) {
        this.parser = parser;
    }

    /// What strict field validation says of a text: `duplicate field "data.k"`.
    ///
    /// @param tokens of a text that has been parsed before, so without syntax errors; closed here
    public static List<String> of(JsonParser tokens) {
        try (tokens) {
            DuplicateMembers members = new DuplicateMembers(tokens);
            tokens.nextToken();
            members.value("");
            return members.found;
        }
    }

    private void value(String path) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            object(path);
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            int index = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value("%s[%d]".formatted(path, index));
                index++;
            }
        }
    }

    private void object(String path) {
        Set<String> names = new HashSet<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            String member = path.isEmpty() ? name : path + "." + name;
            if (!names.add(name)) {
                found.add("duplicate field \"%s\"".formatted(member));
            }
            parser.nextToken();
            value(member);
        }
    }
}
