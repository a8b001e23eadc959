package dev.purser.api.validation;

import dev.purser.api.network.IpRules;
import java.util.List;

/// How names of a kind must look.
public enum NameFormat {
    /// RFC 1123 subdomain, at most 253 characters.
    SUBDOMAIN {
        @Override
        public List<String> errors(String name) {
            return Names.subdomainErrors(name);
        }
    },
    /// RFC 1123 label, at most 63 characters.
    LABEL {
        @Override
        public List<String> errors(String name) {
            return Names.labelErrors(name);
        }
    },
    /// RFC 1035 label, which starts with a letter.
    LABEL_1035 {
        @Override
        public List<String> errors(String name) {
            return Names.label1035Errors(name);
        }
    },
    /// An IP address in its canonical form.
    IP_ADDRESS {
        @Override
        public List<String> errors(String name) {
            return IpRules.canonicalErrors(name);
        }
    },
    /// Anything that fits into one path segment: not `.`, not `..`, without `/` and `%`.
    PATH_SEGMENT {
        @Override
        public List<String> errors(String name) {
            return Names.pathSegmentErrors(name);
        }

        @Override
        public List<String> prefixErrors(String prefix) {
            return Names.pathSegmentPrefixErrors(prefix);
        }
    };

    /// What is wrong with a name; empty when nothing is.
    public abstract List<String> errors(String name);

    /// What is wrong with a `generateName`, which may end in a dash because more follows.
    public List<String> prefixErrors(String prefix) {
        boolean dash = prefix.length() > 1 && prefix.endsWith("-");
        return errors(dash ? prefix.substring(0, prefix.length() - 2) + "a" : prefix);
    }
}
