package dev.purser.server.endpoint;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.selector.FieldSelector;
import dev.purser.api.status.FieldErrors;
import dev.purser.server.registry.ListRequest;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.registry.WatchRequest;
import dev.purser.wire.request.Query;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The parameters of lists and watches (`metav1.ListOptions`), checked as Kubernetes checks them.
final class ListOptions {
    private static final GroupVersionKind KIND =
            new GroupVersionKind("meta.k8s.io", "", "ListOptions");
    private static final String EXACT = "Exact";
    private static final String NOT_OLDER = "NotOlderThan";

    /// Longer times are cut to a year, which keeps sums of times within their range.
    private static final long SECONDS_MAX = Duration.ofDays(365).toSeconds();

    private final Query query;

    private ListOptions(Query query) {
        this.query = query;
    }

    /// Reads and checks the parameters of a list.
    static ListOptions forList(Query query) {
        ListOptions options = new ListOptions(query);
        options.timeout();
        options.validateList();
        return options;
    }

    static ListOptions forWatch(Query query) {
        ListOptions options = new ListOptions(query);
        options.validateWatch();
        return options;
    }

    ListRequest listRequest(ServedResource resource, String namespace) {
        long limit = Math.max(0, Parameters.number(query, "limit").orElse(0));
        return new ListRequest(
                resource,
                namespace,
                selection(),
                new ListRequest.Paging(
                        (int) Math.min(limit, Integer.MAX_VALUE), query.first("continue")),
                new ListRequest.Version(version(), match()));
    }

    WatchRequest watchRequest(ServedResource resource, String namespace, String name) {
        ListRequest.Selection selection = selection();
        if (!name.isEmpty()) {
            selection = new ListRequest.Selection(selection.labels(), FieldSelector.ofName(name));
        }
        return new WatchRequest(resource, namespace, selection, version(), initialEvents());
    }

    boolean wantsBookmarks() {
        return query.isTrue("allowWatchBookmarks");
    }

    /// How long a watch may last, if the client says; a negative time is over before it begins.
    Optional<Duration> timeout() {
        OptionalLong seconds = Parameters.number(query, "timeoutSeconds");
        return seconds.isPresent() && seconds.getAsLong() != 0
                ? Optional.of(Duration.ofSeconds(Math.min(seconds.getAsLong(), SECONDS_MAX)))
                : Optional.empty();
    }

    ListRequest.Selection selection() {
        return ListRequest.Selection.parse(
                query.first("labelSelector"), query.first("fieldSelector"));
    }

    private String version() {
        return query.first("resourceVersion");
    }

    private ListRequest.Match match() {
        return switch (query.first("resourceVersionMatch")) {
            case EXACT -> ListRequest.Match.EXACT;
            case NOT_OLDER -> ListRequest.Match.NOT_OLDER_THAN;
            default -> ListRequest.Match.UNSET;
        };
    }

    private WatchRequest.InitialEvents initialEvents() {
        if (!query.has("sendInitialEvents")) {
            return WatchRequest.InitialEvents.BY_VERSION;
        }
        if (!query.isTrue("sendInitialEvents")) {
            return WatchRequest.InitialEvents.NOT_SENT;
        }
        return wantsBookmarks()
                ? WatchRequest.InitialEvents.SENT_AND_MARKED
                : WatchRequest.InitialEvents.SENT;
    }

    private void validateList() {
        String match = query.first("resourceVersionMatch");
        FieldErrors errors = new FieldErrors();
        if (query.has("sendInitialEvents")) {
            errors.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
        }
        if (!match.isEmpty()) {
            if (version().isEmpty()) {
                errors.forbidden(
                        "resourceVersionMatch",
                        "resourceVersionMatch is forbidden unless resourceVersion is provided");
            }
            if (!query.first("continue").isEmpty()) {
                errors.forbidden(
                        "resourceVersionMatch",
                        "resourceVersionMatch is forbidden when continue is provided");
            }
            if (!match.equals(EXACT) && !match.equals(NOT_OLDER)) {
                errors.notSupported("resourceVersionMatch", match, List.of(EXACT, NOT_OLDER, ""));
            }
            if (match.equals(EXACT) && version().equals("0")) {
                errors.forbidden(
                        "resourceVersionMatch",
                        "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
            }
        }
        errors.throwIfAny(KIND, "");
    }

    private void validateWatch() {
        String match = query.first("resourceVersionMatch");
        FieldErrors errors = new FieldErrors();
        if (query.has("sendInitialEvents") && !match.equals(NOT_OLDER)) {
            errors.forbidden(
                    "resourceVersionMatch",
                    "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }
        if (!match.isEmpty()) {
            validateWatchMatch(match, errors);
        }
        if (!query.first("continue").isEmpty() && (!match.isEmpty() || beginsWithObjects())) {
            errors.forbidden(
                    "resourceVersionMatch",
                    "resourceVersionMatch is forbidden when continue is provided");
        }
        errors.throwIfAny(KIND, "");
    }

    private void validateWatchMatch(String match, FieldErrors errors) {
        if (!query.has("sendInitialEvents")) {
            errors.forbidden(
                    "resourceVersionMatch",
                    "resourceVersionMatch is forbidden for watch unless sendInitialEvents is"
                            + " provided");
        }
        if (!match.equals(NOT_OLDER)) {
            errors.notSupported("resourceVersionMatch", match, List.of(NOT_OLDER));
        }
    }

    /// Whether a watch begins with the objects there are although the client did not ask:
    /// Kubernetes takes that for a match that was asked for.
    private boolean beginsWithObjects() {
        return !query.has("sendInitialEvents") && (version().isEmpty() || version().equals("0"));
    }
}
