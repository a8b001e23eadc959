package dev.purser.server.registry;

import dev.purser.api.selector.FieldSelector;
import dev.purser.api.selector.LabelSelector;
import dev.purser.api.selector.SelectorException;
import dev.purser.api.status.StatusErrors;

/// What to list.
///
/// @param paging how much of it, and from where
/// @param version which moment of it
public record ListRequest(
        ServedResource resource,
        String namespace,
        Selection selection,
        Paging paging,
        Version version) {

    /// Which objects.
    public record Selection(LabelSelector labels, FieldSelector fields) {
        public static Selection everything() {
            return new Selection(LabelSelector.everything(), FieldSelector.everything());
        }

        /// Reads both selectors; an empty one matches everything.
        ///
        /// @throws dev.purser.api.status.StatusException when one cannot be read
        public static Selection parse(String labels, String fields) {
            try {
                return new Selection(LabelSelector.parse(labels), FieldSelector.parse(fields));
            } catch (SelectorException e) {
                throw StatusErrors.badRequest(e.getMessage());
            }
        }

        public boolean isEverything() {
            return labels.isEverything() && fields.isEverything();
        }
    }

    /// @param limit the most objects of a page; 0 for all
    /// @param continueToken from the page before; empty for the first
    public record Paging(int limit, String continueToken) {
        public static Paging everything() {
            return new Paging(0, "");
        }
    }

    /// @param resourceVersion as the client wrote it; empty for the newest
    public record Version(String resourceVersion, Match match) {
        public static Version newest() {
            return new Version("", Match.UNSET);
        }
    }

    /// How `resourceVersion` is meant (`resourceVersionMatch`).
    public enum Match {
        UNSET,
        EXACT,
        NOT_OLDER_THAN
    }

    /// Everything there is now.
    public static ListRequest everything(ServedResource resource, String namespace) {
        return new ListRequest(
                resource, namespace, Selection.everything(), Paging.everything(), Version.newest());
    }
}
