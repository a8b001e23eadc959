package dev.purser.external.push;

import tools.jackson.databind.JsonNode;

/// One form in which providers tell of events.
interface EventForm {
    /// No provider has longer names; what is longer is taken as it is and no further.
    int NAME_MAX = 2048;

    /// Whether an object is of this form.
    boolean recognizes(JsonNode event);

    /// What it says.
    ///
    /// @param event of this form
    /// @throws UnknownFormException when it is about something that no store keeps
    Notification read(JsonNode event) throws UnknownFormException;

    /// A member as text; empty when it is missing or something else.
    static String text(JsonNode object, String member) {
        return object.path(member).asString("");
    }
}
