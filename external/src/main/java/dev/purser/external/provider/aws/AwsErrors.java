package dev.purser.external.provider.aws;

import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sts.model.StsException;

/// What AWS' errors mean. Request ids are left out, so that the same error always reads the same;
/// where an error is about a signature, AWS may repeat what was signed, and the words are Purser's.
///
/// See <https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html>.
final class AwsErrors {
    private static final int SERVER_ERROR = 500;
    private static final int MESSAGE_MAX = 400;
    private static final int BODY_MAX = 64 * 1024;
    private static final Set<String> THROTTLED =
            Set.of(
                    "Throttling",
                    "ThrottlingException",
                    "ThrottledException",
                    "TooManyRequestsException",
                    "RequestLimitExceeded",
                    "RequestThrottled",
                    "LimitExceededException");
    private static final Set<String> MISSING =
            Set.of(
                    "ResourceNotFoundException",
                    "ParameterNotFound",
                    "ParameterVersionNotFound",
                    "InvalidResourceId");
    private static final Set<String> DENIED =
            Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation");
    private static final Set<String> UNKNOWN_KEYS =
            Set.of(
                    "UnrecognizedClientException",
                    "InvalidClientTokenId",
                    "InvalidAccessKeyId",
                    "InvalidTokenException",
                    "AuthFailure",
                    "NotAuthorized",
                    "OptInRequired");
    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");
    private static final Set<String> BADLY_SIGNED =
            Set.of(
                    "InvalidSignatureException",
                    "SignatureDoesNotMatch",
                    "IncompleteSignature",
                    "IncompleteSignatureException",
                    "MissingAuthenticationToken",
                    "MissingAuthenticationTokenException");
    private static final Set<String> TOKEN_REFUSED =
            Set.of("InvalidIdentityToken", "IDPRejectedClaim", "IDPCommunicationError");
    private static final Set<String> ENCRYPTION =
            Set.of("DecryptionFailure", "DecryptionFailureException", "InvalidKeyId");

    private static final Pattern DELETED = Pattern.compile("marked (?:for deletion|deleted)");

    private AwsErrors() {}

    static ProviderException of(AwsServiceException e, String subject) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = text(details, AwsErrorDetails::errorCode, "Code");
        String message = text(details, AwsErrorDetails::errorMessage, "Message");
        if (THROTTLED.contains(code) || e.isThrottlingException()) {
            return throttled(details, subject);
        }
        if (e.statusCode() >= SERVER_ERROR) {
            return new ProviderException(
                    Kind.UNAVAILABLE,
                    "AWS fails with status " + e.statusCode() + " when asked for " + subject);
        }
        return credentials(code, message, e instanceof StsException)
                .orElseGet(() -> refused(code, message, subject));
    }

    /// What AWS says in the form of the service, or in XML, as those say it who stand before it.
    private static String text(
            @Nullable AwsErrorDetails details,
            Function<AwsErrorDetails, @Nullable String> part,
            String element) {
        if (details == null) {
            return "";
        }
        String text = part.apply(details);
        return text == null || text.isEmpty() ? element(details.rawResponse(), element) : text;
    }

    private static String element(@Nullable SdkBytes body, String name) {
        if (body == null || body.asByteArrayUnsafe().length > BODY_MAX) {
            return "";
        }
        String xml = new String(body.asByteArrayUnsafe(), StandardCharsets.UTF_8);
        int from = xml.indexOf("<" + name + ">");
        int to = xml.indexOf("</" + name + ">");
        return from < 0 || to < from ? "" : xml.substring(from + name.length() + 2, to);
    }

    private static ProviderException throttled(@Nullable AwsErrorDetails details, String subject) {
        String message = "AWS asks for fewer requests, and does not give " + subject;
        return Optional.ofNullable(details)
                .map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(response -> response.firstMatchingHeader("Retry-After"))
                .filter(text -> text.matches("[0-9]{1,5}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(pause -> ProviderException.throttled(message, pause))
                .orElseGet(() -> new ProviderException(Kind.THROTTLED, message));
    }

    /// @param session whether it was about the session, and so before any secret was asked for
    private static Optional<ProviderException> credentials(
            String code, String message, boolean session) {
        String reason = "";
        if (UNKNOWN_KEYS.contains(code)) {
            reason =
                    "AWS does not know the access key or session token, or the account does not"
                            + " use this region ("
                            + code
                            + ")";
        } else if (EXPIRED.contains(code)) {
            reason = "the session token has expired, or this machine's clock is wrong";
        } else if (BADLY_SIGNED.contains(code)) {
            reason =
                    "the secret access key does not fit the access key, or this machine's clock is"
                            + " wrong ("
                            + code
                            + ")";
        } else if (TOKEN_REFUSED.contains(code)) {
            reason = "AWS does not accept the service account's token: " + brief(message);
        } else if (session) {
            reason = "AWS does not give the role: " + code + ": " + brief(message);
        }
        return reason.isEmpty()
                ? Optional.empty()
                : Optional.of(new ProviderException(Kind.UNAUTHENTICATED, reason));
    }

    /// AWS refuses one key, not the store.
    static ProviderException refused(String code, String message, String subject) {
        if (MISSING.contains(code) || DELETED.matcher(message).find()) {
            return new ProviderException(Kind.NOT_FOUND, "AWS has no " + subject);
        }
        if (DENIED.contains(code)) {
            return new ProviderException(
                    Kind.DENIED, "AWS denies access to " + subject + ": " + brief(message));
        }
        if (ENCRYPTION.contains(code)) {
            return new ProviderException(
                    Kind.DENIED, "AWS cannot decrypt " + subject + ": " + brief(message));
        }
        return new ProviderException(
                Kind.BAD_VALUE,
                "AWS does not accept the request for "
                        + subject
                        + ": "
                        + code
                        + ": "
                        + brief(message));
    }

    /// One line of bearable length.
    private static String brief(String message) {
        String line = message.lines().findFirst().orElse("").strip();
        return line.length() > MESSAGE_MAX ? line.substring(0, MESSAGE_MAX) + "…" : line;
    }
}
