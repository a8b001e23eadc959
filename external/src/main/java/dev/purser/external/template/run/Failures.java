package dev.purser.external.template.run;

import dev.purser.external.template.syntax.Node;
import dev.purser.external.template.syntax.NodeText;
import dev.purser.external.template.value.Quoting;
import dev.purser.external.template.value.Utf8;

/// Words errors as Go's engine does: where in which template, and what. Not thread-safe.
final class Failures {
    private final String name;
    private final String text;
    private String template;

    Failures(String name, String text) {
        this.name = name;
        this.text = text;
        this.template = name;
    }

    String template() {
        return template;
    }

    /// Another template runs from now on.
    void enter(String entered) {
        template = entered;
    }

    ExecutionException at(Node node, String message) {
        String before = text.substring(0, Math.min(node.place(), text.length()));
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        int column = before.length() - (before.lastIndexOf('\n') + 1);
        String place = line + ":" + column;
        String words =
                "template: %s:%s: executing %s at <%s>: %s"
                        .formatted(
                                name, place, Quoting.quote(template), NodeText.of(node), message);
        return new ExecutionException(place, Utf8.decode(words));
    }

    ExecutionException calling(Node node, String function, CallException e) {
        String detail = e.detail();
        String shown =
                detail.isEmpty()
                        ? e.getMessage()
                        : e.getMessage() + (text.contains(detail) ? detail : "(not shown)");
        return at(node, "error calling " + function + ": " + shown);
    }
}
