package dev.purser.external.provider;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// A provider's server as [SecretsClientContract] drives it. Closing it removes what was put.
///
/// Keys are made of lower-case letters, digits and dashes, unless the backend says that it can do
/// more. Changes are visible to readers when the call returns.
public interface SecretsBackend extends AutoCloseable {
    /// What not every backend can do.
    enum Ability {
        /// A value may be empty.
        EMPTY_VALUES,
        /// A value may be bytes that are no text.
        BINARY,
        /// Older values can be asked for.
        VERSIONS,
        /// Keys carry tags, which can be fetched as metadata.
        TAGS,
        FIND_BY_NAME,
        /// Keys are paths with slashes, and can be found by where they begin.
        FIND_BY_PATH,
        FIND_BY_TAGS,
        /// There are credentials, and so wrong ones.
        AUTHENTICATION,
        /// Good credentials may be those of somebody who may read nothing.
        AUTHORIZATION,
        /// The store is reached by an address.
        ADDRESS,
        /// The client is a [ChangeSource]; that is seen, and needs not be said.
        CHANGES
    }

    /// Who opens the store.
    enum Caller {
        /// May read everything that was put.
        RIGHTFUL,
        /// Shows credentials that are wrong.
        UNKNOWN,
        /// Shows good credentials, and may read nothing.
        POWERLESS
    }

    Set<Ability> abilities();

    /// Puts one value under a key, as a version of its own where there are versions.
    ///
    /// @return how to read the newest value of the key
    RemoteKey put(String key, byte[] value) throws Exception;

    /// Puts an object under a key: text, numbers, truth values, lists and further objects by name.
    void putObject(String key, ObjectNode members) throws Exception;

    void delete(String key) throws Exception;

    /// Sets the tags of a key that was put.
    default void tag(String key, Map<String, String> tags) throws Exception {
        throw new UnsupportedOperationException("no tags");
    }

    /// The newest version of a key, as [RemoteKey#version] takes it.
    default String newestVersion(String key) throws Exception {
        throw new UnsupportedOperationException("no versions");
    }

    /// A version of well-formed name that no key has.
    default String unknownVersion() {
        throw new UnsupportedOperationException("no versions");
    }

    /// The property by which a tag's value is fetched as metadata.
    default String propertyOfTag(String tag) {
        return tag;
    }

    /// The name under which a search gives a key.
    default String foundName(String key) {
        return key;
    }

    /// The path that a search needs to find the keys below `prefix/`.
    default String searchPath(String prefix) {
        return prefix;
    }

    /// Keys of unusual names that are allowed here, each beginning with the prefix.
    default List<String> oddKeys(String prefix) {
        return List.of(prefix + "-0", prefix + "--a");
    }

    /// The largest value that may be put, up to the 64 KiB that are tried.
    default int valueMax() {
        return 64 * 1024;
    }

    /// Within which time a call ends when the server never answers.
    default Duration answerLimit() {
        return Duration.ofSeconds(40);
    }

    /// Opens the store.
    ///
    /// @return closed by the caller
    SecretsClient open(Caller caller) throws Exception;

    /// Opens a store that is said to be at this address, with good credentials.
    default SecretsClient openAt(InetSocketAddress address) throws Exception {
        throw new UnsupportedOperationException("no address");
    }

    @Override
    void close() throws Exception;
}
