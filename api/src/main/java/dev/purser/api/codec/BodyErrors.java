package dev.purser.api.codec;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// The sentences with which Kubernetes refuses a body.
public final class BodyErrors {
    /// Where Kubernetes says its types are registered.
    private static final String SCHEME = "pkg/runtime/scheme.go:111";

    private static final int SUMMARY_BYTES = 30;

    private BodyErrors() {}

    /// The body is no object at all.
    public static StatusException unrecognized(byte[] body, GroupVersionKind expected, String why) {
        return StatusErrors.badRequest(
                "the object provided is unrecognized (must be of type %s): %s (%s)"
                        .formatted(expected.kind(), why, summary(body)));
    }

    /// The body is an object of this kind, but not one that can be read.
    public static StatusException cannotBeHandled(
            GroupVersionKind actual, GroupVersionKind expected, String why) {
        return StatusErrors.badRequest(
                "%s in version \"%s\" cannot be handled as a %s: %s"
                        .formatted(actual.kind(), actual.version(), expected.kind(), why));
    }

    static StatusException notRegistered(GroupVersionKind actual, GroupVersionKind expected) {
        return cannotBeHandled(actual, expected, notRegistered(actual));
    }

    static String notRegistered(GroupVersionKind actual) {
        return "no kind \"%s\" is registered for version \"%s\" in scheme \"%s\""
                .formatted(actual.kind(), actual.apiVersion(), SCHEME);
    }

    /// The body is an object of a kind that is known, yet not the one that is expected.
    public static StatusException otherKind(GroupVersionKind actual, GroupVersionKind expected) {
        return cannotBeHandled(actual, expected, noConversion(actual, expected));
    }

    static String noConversion(GroupVersionKind actual, GroupVersionKind expected) {
        String group = expected.group().isEmpty() ? "core" : expected.group().split("\\.")[0];
        return "converting (%s.%s) to (%s.%s): unknown conversion"
                .formatted(actual.version(), actual.kind(), group, expected.kind());
    }

    static StatusException otherVersion(GroupVersionKind actual, GroupVersionKind expected) {
        return StatusErrors.badRequest(
                "the API version in the data (%s) does not match the expected API version (%s)"
                        .formatted(actual.apiVersion(), expected.apiVersion()));
    }

    private static String summary(byte[] body) {
        if (body.length == 0) {
            return "<empty>";
        }
        byte[] start = Arrays.copyOf(body, Math.min(body.length, SUMMARY_BYTES));
        String shown =
                body[0] == '{'
                        ? new String(start, StandardCharsets.UTF_8)
                        : HexFormat.of().formatHex(start);
        return body.length > SUMMARY_BYTES ? shown + " ..." : shown;
    }
}
