package dev.purser.external.provider.azure;

import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Entra ID's errors mean. Its own sentences end in times and trace ids, and so would never
/// read the same.
///
/// See <https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes>.
final class EntraErrors {
    private static final Pattern CODE = Pattern.compile("AADSTS[0-9]+");
    private static final int MESSAGE_MAX = 300;
    private static final Set<String> BUSY = Set.of("AADSTS90033", "AADSTS90055", "AADSTS50196");
    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry("AADSTS7000215", "the client secret is wrong"),
                    Map.entry("AADSTS7000222", "the client secret has expired"),
                    Map.entry("AADSTS7000112", "the application is disabled"),
                    Map.entry("AADSTS700016", "the tenant has no application of this client id"),
                    Map.entry("AADSTS90002", "there is no such tenant"),
                    Map.entry("AADSTS900023", "the tenant id is none"),
                    Map.entry("AADSTS700027", "the application does not know the certificate"),
                    Map.entry("AADSTS1000502", "the certificate has expired"),
                    Map.entry("AADSTS700024", "the token of the service account is not valid now"),
                    Map.entry(
                            "AADSTS70021",
                            "the application trusts no token of this service account"),
                    Map.entry(
                            "AADSTS700211",
                            "the application trusts no tokens of this cluster's issuer"),
                    Map.entry("AADSTS700212", "the application trusts no tokens for this audience"),
                    Map.entry(
                            "AADSTS700213",
                            "the application trusts no token of this service account"),
                    Map.entry("AADSTS500011", "the tenant does not know the vault's service"),
                    Map.entry("AADSTS53003", "a policy of the tenant refuses the access"));

    private EntraErrors() {}

    /// What is found in the chain of causes.
    ///
    /// @return empty if it was not about the identity
    static Optional<ProviderException> of(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            String message = String.valueOf(e.getMessage());
            Matcher code = CODE.matcher(message);
            if (code.find()) {
                return Optional.of(reason(code.group(), message.substring(code.start())));
            }
        }
        return Optional.empty();
    }

    private static ProviderException reason(String code, String message) {
        if (BUSY.contains(code)) {
            return new ProviderException(
                    Kind.UNAVAILABLE, "Entra ID is busy and gives no token (" + code + ")");
        }
        String words = WORDS.get(code);
        return new ProviderException(
                Kind.UNAUTHENTICATED,
                words == null
                        ? "Entra ID gives no token: " + sentence(message)
                        : "Entra ID gives no token: " + words + " (" + code + ")");
    }

    private static String sentence(String message) {
        String sentence = message.lines().findFirst().orElse("").split(" Trace ID", 2)[0].strip();
        return sentence.length() > MESSAGE_MAX ? sentence.substring(0, MESSAGE_MAX) : sentence;
    }
}
