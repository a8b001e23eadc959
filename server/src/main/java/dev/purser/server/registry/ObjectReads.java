package dev.purser.server.registry;

import dev.purser.api.selector.SelectorException;
import dev.purser.api.status.StatusErrors;
import dev.purser.server.object.StoredObject;
import dev.purser.store.CompactedException;
import dev.purser.store.Entry;
import dev.purser.store.RevisionCache;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// GET and LIST: what is there, at the version that was asked for. Thread-safe.
final class ObjectReads {
    private static final String INCONSISTENT =
            "The provided continue parameter is too old to display a consistent list result. You"
                    + " can start a new list without the continue parameter, or use the continue"
                    + " token in this response to retrieve the remainder of the results."
                    + " Continuing with the provided token results in an inconsistent list -"
                    + " objects that were created, modified, or deleted between the time the first"
                    + " chunk was returned and now may show up in the list.";

    private final ObjectStore store;

    ObjectReads(ObjectStore store) {
        this.store = store;
    }

    /// The object as it is now, which is never older than the version asked for.
    StoredObject get(ServedResource resource, String namespace, String name, String version) {
        long asked = Versions.parseForRead(version);
        if (asked > store.revision()) {
            throw Versions.tooLarge(asked, store.revision());
        }
        return store.find(resource, namespace, name)
                .orElseThrow(() -> StatusErrors.notFound(resource.missing(), name));
    }

    long count(ServedResource resource) {
        return store.cache().count(resource.keys().within(""));
    }

    long revision() {
        return store.revision();
    }

    ListPage list(ListRequest request) {
        requireSupported(request.resource(), request.selection());
        String prefix = request.resource().keys().within(request.namespace());
        if (!request.paging().continueToken().isEmpty()) {
            return next(request, prefix);
        }
        try {
            return page(request, prefix, new Position(revision(request), ""));
        } catch (CompactedException e) {
            throw StatusErrors.expired("The resourceVersion for the provided list is too old.");
        }
    }

    static void requireSupported(ServedResource resource, ListRequest.Selection selection) {
        if (resource.custom().isPresent()) {
            selection
                    .fields()
                    .firstUnsupported(resource.selectableFields())
                    .ifPresent(field -> {
                        throw StatusErrors.badRequest("field label not supported: " + field);
                    });
            return;
        }
        try {
            selection
                    .fields()
                    .requireSupported(
                            resource.rules().commonFields(),
                            resource.selectableFields(),
                            resource.rules()::unsupportedField);
        } catch (SelectorException e) {
            throw StatusErrors.badRequest(e.getMessage());
        }
    }

    /// @param revision 0 for now
    /// @param afterKey a whole key, or empty
    private record Position(long revision, String afterKey) {}

    private ListPage next(ListRequest request, String prefix) {
        if (!request.version().resourceVersion().isEmpty()
                && !request.version().resourceVersion().equals("0")) {
            throw StatusErrors.badRequest(
                    "specifying resource version is not allowed when using continue");
        }
        ContinueToken token = ContinueToken.parse(request.paging().continueToken());
        if (token.revision() > store.revision()) {
            throw Versions.tooLarge(token.revision(), store.revision());
        }
        try {
            long revision = Math.max(0, token.revision());
            return page(request, prefix, new Position(revision, prefix + token.afterKey()));
        } catch (CompactedException e) {
            throw StatusErrors.expired(
                    INCONSISTENT,
                    new ContinueToken(ContinueToken.NEWEST, token.afterKey()).toString());
        }
    }

    /// The revision to list at; 0 for now.
    private long revision(ListRequest request) {
        long asked;
        try {
            asked = Versions.parse(request.version().resourceVersion());
        } catch (Versions.InvalidVersionException e) {
            throw StatusErrors.badRequest("invalid resource version: " + e.getMessage());
        }
        long current = store.revision();
        if (asked > current) {
            throw Versions.tooLarge(asked, current);
        }
        return switch (request.version().match()) {
            case EXACT -> asked;
            case NOT_OLDER_THAN -> 0;
            case UNSET -> request.paging().limit() > 0 ? asked : 0;
        };
    }

    /// What any version will do for comes from a cache, which does not count.
    private static int limit(ListRequest request) {
        boolean any =
                request.version().resourceVersion().equals("0")
                        && request.version().match() != ListRequest.Match.EXACT;
        return any ? 0 : request.paging().limit();
    }

    private ListPage page(ListRequest request, String prefix, Position start)
            throws CompactedException {
        int limit = limit(request);
        List<StoredObject> items = new ArrayList<>();
        Position position = start;
        while (true) {
            RevisionCache.Page page =
                    store.cache()
                            .list(
                                    new RevisionCache.ListQuery(
                                            prefix,
                                            position.revision(),
                                            position.afterKey(),
                                            limit));
            List<Entry> entries = page.entries();
            for (int i = 0; i < entries.size(); i++) {
                StoredObject object = request.resource().shown(entries.get(i));
                if (matches(request, object)) {
                    items.add(object);
                }
                long behind = entries.size() - i - 1 + page.remaining();
                if (limit > 0 && items.size() == limit && behind > 0) {
                    String lastKey = entries.get(i).key().substring(prefix.length());
                    return partial(request, page, items, lastKey, behind);
                }
            }
            if (page.remaining() == 0 || entries.isEmpty()) {
                return new ListPage(items, page.revision(), "", OptionalLong.empty());
            }
            position = new Position(page.revision(), entries.getLast().key());
        }
    }

    private static ListPage partial(
            ListRequest request,
            RevisionCache.Page page,
            List<StoredObject> items,
            String lastKey,
            long behind) {
        ContinueToken token = new ContinueToken(page.revision(), lastKey);
        return new ListPage(
                items,
                page.revision(),
                token.toString(),
                request.selection().isEverything()
                        ? OptionalLong.of(behind)
                        : OptionalLong.empty());
    }

    static boolean matches(ListRequest request, StoredObject object) {
        ListRequest.Selection selection = request.selection();
        return selection.labels().matches(object.labels())
                && (selection.fields().isEverything()
                        || selection.fields().matches(request.resource().fields(object)));
    }
}
