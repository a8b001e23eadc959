package dev.purser.server.admission.advice;

import tools.jackson.databind.JsonNode;

/// One thing that somebody should know of an object.
///
/// @param text what it is and how to mend it, without any value
/// @param cause the part of the object that it is about; the same cause is told of only once. It
///   may be a secret value, so a finding never shows itself.
record Finding(Topic topic, String text, JsonNode cause) {
    /// The text as a header carries it.
    String warning() {
        return "%s [%s]".formatted(text, topic.text());
    }

    @Override
    public String toString() {
        return "Finding[" + topic.text() + "]";
    }
}
