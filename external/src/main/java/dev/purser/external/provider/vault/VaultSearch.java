package dev.purser.external.provider.vault;

import dev.purser.external.provider.FindQuery;
import dev.purser.external.provider.FoundValues;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.json.JsonSecret;
import dev.purser.external.secret.SecretValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A search through folders, which Vault cannot do itself: it lists one folder at a time. Names are
/// those within the store, so a key below `find.path` begins with that path. Deleted values are not
/// found. If a name is asked for, tags do not matter.
///
/// @param folders gives the names within a folder
/// @param metadata gives what is known of a key
/// @param values gives the value of a key
record VaultSearch(
        Question<List<String>> folders,
        Question<JsonSecret> metadata,
        Question<JsonSecret> values) {
    /// How often Vault is asked for one search.
    static final int CALLS_MAX = 5_000;

    private static final int DEPTH_MAX = 32;

    /// Something that is asked of Vault.
    interface Question<T> {
        T ask(String path) throws ProviderException, InterruptedException;
    }

    Map<String, SecretValue> find(FindQuery query) throws ProviderException, InterruptedException {
        return new Walk().find(query);
    }

    /// One search.
    private final class Walk {
        private int calls;

        Map<String, SecretValue> find(FindQuery query)
                throws ProviderException, InterruptedException {
            FoundValues found = new FoundValues();
            Deque<String> waiting = new ArrayDeque<>();
            waiting.add(root(query.path()));
            while (!waiting.isEmpty()) {
                String folder = waiting.removeFirst();
                for (String name : names(folder)) {
                    String path = folder + name;
                    if (name.endsWith("/")) {
                        waiting.addLast(checked(path));
                    } else if (isWanted(path, query)) {
                        take(path, found);
                    }
                }
            }
            return found.values();
        }

        private static String root(String path) {
            String bare = path.replaceAll("^/+|/+$", "");
            return bare.isEmpty() ? "" : bare + "/";
        }

        private static String checked(String folder) throws ProviderException {
            if (folder.chars().filter(c -> c == '/').count() > DEPTH_MAX) {
                throw new ProviderException(
                        Kind.BAD_VALUE, "folders are nested too deep: narrow find.path");
            }
            return folder;
        }

        /// None if there is no such folder.
        private List<String> names(String folder) throws ProviderException, InterruptedException {
            try {
                return counted(folders, folder);
            } catch (ProviderException e) {
                if (e.kind() == Kind.NOT_FOUND) {
                    return List.of();
                }
                throw e;
            }
        }

        private boolean isWanted(String path, FindQuery query)
                throws ProviderException, InterruptedException {
            if (query.name().isPresent()) {
                Predicate<String> name = query.name().get();
                return name.test(path);
            }
            return query.tags().isEmpty() || hasTags(path, query.tags());
        }

        private boolean hasTags(String path, Map<String, String> tags)
                throws ProviderException, InterruptedException {
            try {
                JsonSecret known = counted(metadata, path);
                return tags.entrySet().stream()
                        .allMatch(tag ->
                                known.member(tag.getKey())
                                        .filter(value ->
                                                value.value().text().equals(tag.getValue()))
                                        .isPresent());
            } catch (ProviderException e) {
                if (e.kind() == Kind.NOT_FOUND) {
                    return false; // gone since it was listed
                }
                throw e;
            }
        }

        private void take(String path, FoundValues found)
                throws ProviderException, InterruptedException {
            try {
                found.add(path, counted(values, path).value());
            } catch (ProviderException e) {
                if (e.kind() != Kind.NOT_FOUND) {
                    throw e;
                }
            }
        }

        private <T> T counted(Question<T> question, String path)
                throws ProviderException, InterruptedException {
            calls++;
            if (calls > CALLS_MAX) {
                throw new ProviderException(
                        Kind.BAD_VALUE,
                        "the search needs more than " + CALLS_MAX + " requests: narrow find.path");
            }
            return question.ask(path);
        }
    }
}
