package dev.purser.server.media;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.media.Output.Target;
import dev.purser.wire.request.ApiRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;

/// Finds the answer's form that a request accepts, with Kubernetes' refusals.
public final class Negotiation {
    private static final List<String> BROWSERS = List.of("curl", "Wget", "Mozilla/5.0");

    private Negotiation() {}

    /// What is asked for, and what there is to choose from.
    public enum Endpoint {
        /// One object, or the answer to a write.
        OBJECT,
        /// A list.
        LIST,
        /// A document that has no table form: discovery, a Status.
        DOCUMENT,
        /// A stream of events.
        WATCH
    }

    /// The form of the answer, where all formats are there to choose from.
    ///
    /// @throws StatusException 406 when the client accepts none that there is
    public static Output choose(ApiRequest request, Endpoint endpoint) {
        return choose(request, endpoint, List.of(Format.values()));
    }

    /// The form of the answer.
    ///
    /// @param formats those that there are, the preferred one first
    /// @throws StatusException 406 when the client accepts none that there is
    public static Output choose(ApiRequest request, Endpoint endpoint, List<Format> formats) {
        String accept = String.join(",", request.headers().all("Accept"));
        if (accept.isBlank()) {
            return output(request, Format.JSON, Target.objects(), "");
        }
        boolean routed = endpoint == Endpoint.DOCUMENT || isRouted(accept, formats);
        List<MediaRange> ranges = routed ? MediaRange.parse(accept) : List.of();
        for (MediaRange range : ranges) {
            Optional<Output> output = match(request, endpoint, range, formats);
            if (output.isPresent()) {
                return output.get();
            }
        }
        throw notAcceptable(endpoint, ranges, formats);
    }

    /// The form in which a client wants discovery all in one document (KEP-3352); empty where it
    /// prefers, or only knows, one document a version.
    public static Optional<Output> aggregatedDiscovery(ApiRequest request) {
        String accept = String.join(",", request.headers().all("Accept"));
        for (MediaRange range : MediaRange.parse(accept)) {
            boolean aggregated =
                    range.parameter("as").equals("APIGroupDiscoveryList")
                            && range.parameter("g").equals("apidiscovery.k8s.io")
                            && range.parameter("v").equals("v2");
            for (Format format : Format.values()) {
                if (range.covers(format) && aggregated) {
                    return Optional.of(
                            output(request, format, Target.objects(), range.parameter("pretty")));
                }
                if (range.covers(format) && range.parameter("as").isEmpty()) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /// Whether the header names a type as the router of Kubernetes knows it: in full, or any.
    private static boolean isRouted(String accept, List<Format> formats) {
        for (String clause : accept.split(",")) {
            int semicolon = clause.indexOf(';');
            String type = (semicolon < 0 ? clause : clause.substring(0, semicolon)).strip();
            boolean known = formats.stream().anyMatch(format -> format.mediaType().equals(type));
            if (known || type.equals("*/*")) {
                return true;
            }
        }
        return false;
    }

    /// Accepts a request for a document that there is in one type alone.
    ///
    /// @throws StatusException with reason `NotAcceptable`
    public static void requireAccepted(ApiRequest request, String type) {
        String accept = String.join(",", request.headers().all("Accept"));
        boolean accepted =
                accept.isBlank()
                        || Arrays.stream(accept.split(","))
                                .map(clause -> clause.split(";", 2)[0].strip())
                                .anyMatch(one -> one.equals("*/*") || one.equals(type));
        if (!accepted) {
            throw new StatusException(
                    StatusReason.NOT_ACCEPTABLE,
                    "406: Not Acceptable\n\nAvailable representations: " + type,
                    JsonNodeFactory.instance.objectNode());
        }
    }

    /// The form of an error, which is sent even to a client that accepts nothing there is.
    public static Output forError(ApiRequest request) {
        String accept = String.join(",", request.headers().all("Accept"));
        for (MediaRange range : MediaRange.parse(accept)) {
            for (Format format : Format.values()) {
                if (range.covers(format) && hasForm(format, range)) {
                    return output(request, format, Target.objects(), "");
                }
            }
        }
        return output(request, Format.JSON, Target.objects(), "");
    }

    private static Optional<Output> match(
            ApiRequest request, Endpoint endpoint, MediaRange range, List<Format> formats) {
        for (Format format : formats) {
            boolean offered = endpoint != Endpoint.WATCH || format != Format.YAML;
            if (offered && range.covers(format) && hasForm(format, range)) {
                return target(endpoint, range)
                        .map(target -> output(request, format, target, range.parameter("pretty")));
            }
        }
        return Optional.empty();
    }

    /// Tables have no protobuf form.
    private static boolean hasForm(Format format, MediaRange range) {
        return format != Format.PROTOBUF || !range.parameter("as").equals("Table");
    }

    private static Output output(
            ApiRequest request, Format format, Target target, String prettyParameter) {
        return new Output(
                format,
                target,
                layout(request, prettyParameter),
                request.query().first("includeObject"));
    }

    private static Optional<Target> target(Endpoint endpoint, MediaRange range) {
        String as = range.parameter("as");
        if (as.isEmpty()) {
            return Optional.of(Target.objects());
        }
        boolean supported =
                range.parameter("g").equals("meta.k8s.io")
                        && Set.of("v1", "v1beta1").contains(range.parameter("v"));
        if (!supported || endpoint == Endpoint.DOCUMENT) {
            return Optional.empty();
        }
        Optional<Form> form =
                switch (as) {
                    case "Table" -> Optional.of(Form.TABLE);
                    case "PartialObjectMetadata" -> Optional.of(Form.METADATA);
                    case "PartialObjectMetadataList" ->
                            Optional.of(Form.METADATA).filter(any -> endpoint != Endpoint.WATCH);
                    default -> Optional.empty();
                };
        return form.map(known -> new Target(known, as, range.parameter("v")));
    }

    private static Output.Layout layout(ApiRequest request, String parameter) {
        if (request.query().has("pretty")) {
            return request.query().isTrue("pretty") ? Output.Layout.PRETTY : Output.Layout.COMPACT;
        }
        String agent = request.headers().first("User-Agent");
        boolean person = BROWSERS.stream().anyMatch(agent::startsWith);
        return person || parameter.toLowerCase(Locale.ROOT).equals("1")
                ? Output.Layout.PRETTY
                : Output.Layout.COMPACT;
    }

    private static StatusException notAcceptable(
            Endpoint endpoint, List<MediaRange> ranges, List<Format> formats) {
        String all = mediaTypes(formats, "");
        String stream =
                mediaTypes(
                        formats.stream().filter(format -> format != Format.YAML).toList(),
                        ";stream=watch");
        boolean anyFormat =
                ranges.stream().anyMatch(range -> formats.stream().anyMatch(range::covers));
        if (anyFormat) {
            return new StatusException(
                    StatusReason.NOT_ACCEPTABLE,
                    "only the following media types are accepted: "
                            + (endpoint == Endpoint.WATCH ? stream : all));
        }
        boolean streams = endpoint == Endpoint.LIST || endpoint == Endpoint.WATCH;
        return new StatusException(
                StatusReason.NOT_ACCEPTABLE,
                "406: Not Acceptable\n\nAvailable representations: "
                        + (streams ? all + ", " + stream : all),
                JsonNodeFactory.instance.objectNode());
    }

    private static String mediaTypes(List<Format> formats, String parameters) {
        return formats.stream()
                .map(format -> format.mediaType() + parameters)
                .collect(Collectors.joining(", "));
    }
}
