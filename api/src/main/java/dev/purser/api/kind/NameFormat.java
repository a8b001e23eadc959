package dev.purser.api.kind;

/// How names of a kind must look.
public enum NameFormat {
    /// RFC 1123 subdomain, at most 253 characters.
    SUBDOMAIN,
    /// RFC 1123 label, at most 63 characters.
    LABEL,
    /// RFC 1035 label, which starts with a letter.
    LABEL_1035,
    /// Anything that fits into one path segment: not `.`, not `..`, without `/` and `%`.
    PATH_SEGMENT
}
