package dev.purser.external.provider.azure;

import dev.purser.external.provider.azure.AzureStandIn.Answer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Entra ID: gives tokens for the scope of vaults to the applications that it knows.
final class EntraStandIn {
    static final String TENANT = "2ed1d494-6c5a-4c5d-aa24-479446fb844d";
    static final String SCOPE = "https://vault.azure.net/.default";
    private static final String ASSERTION =
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final Map<String, X509Certificate> certificates = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> federated = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger given = new AtomicInteger();
    private volatile int lifetime = 3600;
    private volatile String failure = "";

    void application(String client, String secret) {
        secrets.put(client, secret);
    }

    void application(String client, X509Certificate certificate) {
        certificates.put(client, certificate);
    }

    /// Trusts these tokens of service accounts.
    void application(String client, Set<String> serviceAccountTokens) {
        federated.put(client, serviceAccountTokens);
    }

    /// How many seconds tokens are good for from now on.
    void tokensLast(int seconds) {
        lifetime = seconds;
    }

    /// Refuses everybody with an error from now on.
    void fail(String error) {
        failure = error;
    }

    /// The forms in which tokens were asked for.
    List<Map<String, String>> asked() {
        return List.copyOf(asked);
    }

    /// Whose token it is; empty for nobody's.
    String owner(String token) {
        return tokens.getOrDefault(token, "");
    }

    Answer answer(String host, String path, String body) {
        if (path.equals("/common/discovery/instance")) {
            return Answer.of(200, instances(host));
        }
        if (!path.endsWith("/oauth2/v2.0/token")) {
            return Answer.of(404, "{}");
        }
        Map<String, String> form = form(body);
        asked.add(form);
        if (!failure.isEmpty()) {
            return refused(failure);
        }
        if (!path.equals("/" + TENANT + "/oauth2/v2.0/token")) {
            return refused("AADSTS90002: Tenant '" + path.split("/")[1] + "' not found.");
        }
        return token(form, "https://" + host + path);
    }

    private static String instances(String host) {
        return """
        {"tenant_discovery_endpoint":"https://%1$s/%2$s/v2.0/.well-known/openid-configuration",
         "api-version":"1.1","metadata":[{"preferred_network":"%1$s",
         "preferred_cache":"login.windows.net","aliases":["%1$s"]}]}
        """
                .formatted(host, TENANT);
    }

    private Answer token(Map<String, String> form, String endpoint) {
        String client = form.getOrDefault("client_id", "");
        if (!form.getOrDefault("grant_type", "").equals("client_credentials")
                || !List.of(form.getOrDefault("scope", "").split(" ")).contains(SCOPE)) {
            return refused("AADSTS500011: The resource principal was not found.");
        }
        if (form.containsKey("client_secret")) {
            return form.get("client_secret").equals(secrets.get(client))
                    ? given(client)
                    : refused(
                            secrets.containsKey(client)
                                    ? "AADSTS7000215: Invalid client secret provided."
                                    : "AADSTS700016: Application with identifier '"
                                            + client
                                            + "' was not found.");
        }
        String assertion = form.getOrDefault("client_assertion", "");
        if (!form.getOrDefault("client_assertion_type", "").equals(ASSERTION)) {
            return refused("AADSTS900144: no credentials.");
        }
        if (federated.getOrDefault(client, Set.of()).contains(assertion)) {
            return given(client);
        }
        return certificates.containsKey(client) && isSigned(assertion, client, endpoint)
                ? given(client)
                : refused("AADSTS700213: No matching federated identity record found.");
    }

    private boolean isSigned(String assertion, String client, String endpoint) {
        String[] parts = assertion.split("\\.");
        try {
            JsonNode header = json(parts[0]);
            JsonNode claims = json(parts[1]);
            Signature signature =
                    Signature.getInstance(
                            header.path("alg").asString().equals("PS256")
                                    ? "RSASSA-PSS"
                                    : "SHA256withRSA");
            if (header.path("alg").asString().equals("PS256")) {
                signature.setParameter(
                        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initVerify(certificates.get(client));
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
                    && claims.path("iss").asString().equals(client)
                    && claims.path("sub").asString().equals(client)
                    && claims.path("aud").asString().equals(endpoint)
                    && claims.path("exp").asLong() > Instant.now().getEpochSecond();
        } catch (Exception e) {
            throw new AssertionError("an assertion that is none", e);
        }
    }

    private static JsonNode json(String part) {
        return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(part));
    }

    private Answer given(String client) {
        String token = "access-" + given.incrementAndGet() + "-secret-token";
        tokens.put(token, client);
        return Answer.of(
                200,
                "{\"token_type\":\"Bearer\",\"expires_in\":%1$d,\"ext_expires_in\":%1$d,\"access_token\":\"%2$s\"}"
                        .formatted(lifetime, token));
    }

    private static Answer refused(String description) {
        return Answer.of(
                401,
                """
                {"error":"invalid_client","error_description":"%s Trace ID: 1-2 Correlation ID: 3-4 Timestamp: 2026-01-01 00:00:00Z",
                 "error_codes":[7000215],"timestamp":"2026-01-01 00:00:00Z","trace_id":"1-2","correlation_id":"3-4"}
                """
                        .formatted(description));
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&"))
                .map(part -> part.split("=", 2))
                .collect(
                        Collectors.toMap(
                                part -> part[0],
                                part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
    }
}
