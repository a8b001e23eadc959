package dev.purser.server.authn;

import java.security.cert.X509Certificate;
import java.util.List;

/// How a front proxy names the users for whom it speaks (`--requestheader-*`). Immutable.
///
/// @param authorities whose client certificates a proxy may show; regular ones do not count
/// @param allowedNames the common names of proxies; empty for all that the authorities signed
/// @param userHeaders the first of them with a value counts, and so with `uidHeaders`
/// @param groupHeaders every value of every one of them counts
/// @param extraPrefixes the rest of such a header's name, percent-decoded, is the extra's key
public record RequestHeaderSettings(
        List<X509Certificate> authorities,
        List<String> allowedNames,
        List<String> userHeaders,
        List<String> uidHeaders,
        List<String> groupHeaders,
        List<String> extraPrefixes) {
    public RequestHeaderSettings {
        authorities = List.copyOf(authorities);
        allowedNames = List.copyOf(allowedNames);
        userHeaders = List.copyOf(userHeaders);
        uidHeaders = List.copyOf(uidHeaders);
        groupHeaders = List.copyOf(groupHeaders);
        extraPrefixes = List.copyOf(extraPrefixes);
    }
}
