package dev.purser.server.admission.advice.credential;

import java.util.List;
import java.util.Optional;

/// The shapes of credentials that can be told by themselves, whatever they are called.
final class TokenShapes {
    private static final String WORD = "[A-Za-z0-9_-]";
    private static final String PLAIN = "[A-Za-z0-9]";

    private static final List<TokenShape> ALL =
            List.of(
                    TokenShape.of(
                            "a private key",
                            "-----BEGIN ",
                            "(?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----"
                                    + "[^`<(]{0,160}?(?<secret>[A-Za-z0-9+/]{40,})"),
                    TokenShape.of("an age identity", "AGE-SECRET-KEY-1", "[0-9A-Z]{58}"),
                    TokenShape.of("an AWS access key", "AKIA", "[A-Z0-9]{16}(?![A-Za-z0-9])"),
                    TokenShape.of("an AWS access key", "ASIA", "[A-Z0-9]{16}(?![A-Za-z0-9])"),
                    TokenShape.of("an AWS Bedrock key", "ABSK", "[A-Za-z0-9+/]{100,}={0,2}"),
                    TokenShape.around(
                            "a GitHub token",
                            "gh",
                            0,
                            "gh[pousr]_(?<secret>" + PLAIN + "{36,255})"),
                    TokenShape.of("a GitHub token", "github_pat_", "[A-Za-z0-9_]{60,255}"),
                    TokenShape.around(
                            "a GitLab token",
                            "gl",
                            0,
                            "gl(?:pat|ptt|dt|rt|cbt|ft|soat|oas|imt|agent)-(?<secret>[A-Za-z0-9_.-]{20,300})"),
                    TokenShape.around(
                            "a Slack token",
                            "xox",
                            0,
                            "xox[abeoprs](?:\\.xox[bp])?-(?<secret>[A-Za-z0-9-]{20,255})"),
                    TokenShape.of("a Slack token", "xapp-", "\\d-[A-Z0-9]+-\\d+-[a-f0-9]{32,}"),
                    TokenShape.of(
                            "a Slack webhook",
                            "hooks.slack.com/",
                            "(?:services|workflows)/[A-Z0-9]{8,}/[A-Z0-9]{8,}/(?<secret>"
                                    + PLAIN
                                    + "{20,})"),
                    TokenShape.of(
                            "an Anthropic key", "sk-ant-", "[a-z]{3,8}\\d{2}-" + WORD + "{24,}"),
                    TokenShape.around(
                            "an OpenAI key",
                            "sk-",
                            0,
                            "sk-(?:proj|svcacct|admin|None)-(?<secret>" + WORD + "{20,})"),
                    TokenShape.of("an OpenRouter key", "sk-or-", "v1-[0-9a-f]{40,}"),
                    TokenShape.of("a Langfuse key", "sk-lf-", "[0-9a-f-]{36}"),
                    TokenShape.of("an API key", "sk-", PLAIN + "{32,}(?![A-Za-z0-9_-])"),
                    TokenShape.of("a Google API key", "AIza", WORD + "{35}(?![A-Za-z0-9_-])"),
                    TokenShape.of("a Google client secret", "GOCSPX-", WORD + "{28}"),
                    TokenShape.of("a Google access token", "ya29.", WORD + "{30,}"),
                    TokenShape.around(
                            "a Stripe key",
                            "k_",
                            1,
                            "[sr]k_(?:live|test)_(?<secret>" + PLAIN + "{20,247})"),
                    TokenShape.of("a webhook secret", "whsec_", "[A-Za-z0-9+/]{24,}"),
                    TokenShape.of("an npm token", "npm_", PLAIN + "{36}(?![A-Za-z0-9])"),
                    TokenShape.of("a PyPI token", "pypi-AgE", WORD + "{50,}"),
                    TokenShape.of("a Hugging Face token", "hf_", PLAIN + "{34,40}(?![A-Za-z0-9])"),
                    TokenShape.of("a Docker Hub token", "dckr_", "(?:pat|oat)_" + WORD + "{27,}"),
                    TokenShape.of("a Groq key", "gsk_", PLAIN + "{40,}"),
                    TokenShape.of("an xAI key", "xai-", PLAIN + "{60,}"),
                    TokenShape.of("a Perplexity key", "pplx-", PLAIN + "{40,}"),
                    TokenShape.of("a Replicate token", "r8_", PLAIN + "{37,40}(?![A-Za-z0-9])"),
                    TokenShape.of("a SendGrid key", "SG.", WORD + "{22}\\." + WORD + "{43}"),
                    TokenShape.around(
                            "a Telegram bot token", ":AA", 10, "\\d{8,10}:AA" + WORD + "{33}"),
                    TokenShape.of("a DigitalOcean token", "dop_v1_", "[0-9a-f]{64}"),
                    TokenShape.around(
                            "a Vault token", "hv", 0, "hv[sbr]\\.(?<secret>" + WORD + "{24,})"),
                    TokenShape.of("a Databricks token", "dapi", "[0-9a-f]{32}(?![0-9a-z])"),
                    TokenShape.of("a Grafana token", "glsa_", PLAIN + "{32}_[0-9a-f]{8}"),
                    TokenShape.of("a Grafana Cloud token", "glc_", "[A-Za-z0-9+/]{40,}={0,2}"),
                    TokenShape.around(
                            "a Shopify token",
                            "shp",
                            0,
                            "shp(?:at|ca|pa|ss)_(?<secret>[0-9a-fA-F]{32})"),
                    TokenShape.of("a Linear key", "lin_api_", PLAIN + "{40}"),
                    TokenShape.of("a New Relic key", "NRAK-", "[A-Z0-9]{27}"),
                    TokenShape.of("a Sentry token", "sntrys_", "eyJ[A-Za-z0-9+/=_-]{40,}"),
                    TokenShape.of(
                            "a Doppler token", "dp.", "(?:pt|st|ct|sa)\\.[A-Za-z0-9._-]{40,}"),
                    TokenShape.of("an Atlassian token", "ATATT3", "[A-Za-z0-9_=-]{100,}"),
                    TokenShape.around(
                            "a Tailscale key",
                            "tskey-",
                            0,
                            "tskey-(?:auth|api|client)-(?<secret>[A-Za-z0-9-]{20,})"),
                    TokenShape.of("a Pulumi token", "pul-", "[0-9a-f]{40}"),
                    TokenShape.of(
                            "an Azure account key",
                            "AccountKey=",
                            "(?<secret>[A-Za-z0-9+/]{86}==)"),
                    TokenShape.of(
                            "an Azure access key",
                            "SharedAccessKey=",
                            "(?<secret>[A-Za-z0-9+/]{43}=)"),
                    TokenShape.around(
                            "a JSON Web Token",
                            "eyJ",
                            0,
                            "eyJ"
                                    + WORD
                                    + "{10,}\\.eyJ"
                                    + WORD
                                    + "{10,}\\.(?<secret>"
                                    + WORD
                                    + "{20,})"));

    private TokenShapes() {}

    /// What the text has, `a GitHub token`; empty when nothing is known.
    static Optional<String> find(String text) {
        return ALL.stream().filter(shape -> shape.isIn(text)).map(TokenShape::what).findFirst();
    }
}
