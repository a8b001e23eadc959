package dev.purser.api.kind.pod;

import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/// Checks what only Windows understands of a security context.
final class WindowsOptions {
    private static final int CREDENTIALS_KIB = 64;
    private static final int DOMAIN_BELOW = 256;
    private static final int USER_MAX = 104;
    private static final String DNS_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
    private static final Pattern DNS_NAME =
            Pattern.compile(DNS_LABEL + "(?:\\." + DNS_LABEL + ")*");
    private static final Pattern NETBIOS_NAME =
            Pattern.compile("[^\\\\/:*?\"<>|.][^\\\\/:*?\"<>|]{0,14}");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
    private static final Pattern FORBIDDEN = Pattern.compile("[\"/\\\\:;|=,+*?<>@\\[\\]]");
    private static final Pattern DOTS_AND_SPACES = Pattern.compile("[. ]+");
    private static final String HOST_PROCESS = "hostProcess";

    private WindowsOptions() {}

    static void validate(Spot options) {
        options.ifGiven("gmsaCredentialSpecName", name -> name.complain(Names::subdomainErrors));
        options.ifGiven("gmsaCredentialSpec", WindowsOptions::validateCredentials);
        options.ifGiven("runAsUserName", WindowsOptions::validateUserName);
    }

    private static void validateCredentials(Spot credentials) {
        int bytes = credentials.text().getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0) {
            credentials.invalidText("gmsaCredentialSpec cannot be an empty string");
        } else if (bytes > CREDENTIALS_KIB * 1024) {
            credentials.invalidText(
                    "gmsaCredentialSpec size must be under %d KiB".formatted(CREDENTIALS_KIB));
        }
    }

    private static void validateUserName(Spot name) {
        String[] parts = name.text().split("\\\\", -1);
        if (name.isEmpty()) {
            name.invalidText("runAsUserName cannot be an empty string");
        } else if (CONTROL.matcher(name.text()).find()) {
            name.invalidText("runAsUserName cannot contain control characters");
        } else if (parts.length > 2) {
            name.invalidText("runAsUserName cannot contain more than one backslash");
        } else {
            if (parts.length == 2) {
                validateDomain(parts[0], name);
            }
            validateUser(parts[parts.length - 1], name);
        }
    }

    private static void validateDomain(String domain, Spot name) {
        if (domain.length() >= DOMAIN_BELOW) {
            name.invalidText(
                    "runAsUserName's Domain length must be under %d characters"
                            .formatted(DOMAIN_BELOW));
        }
        boolean isKnownFormat =
                NETBIOS_NAME.matcher(domain).matches() || DNS_NAME.matcher(domain).matches();
        if (!isKnownFormat) {
            name.invalidText("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
        }
    }

    private static void validateUser(String user, Spot name) {
        if (user.isEmpty()) {
            name.invalidText("runAsUserName's User cannot be empty");
        } else if (user.length() > USER_MAX) {
            name.invalidText(
                    "runAsUserName's User length must not be longer than %d characters"
                            .formatted(USER_MAX));
        }
        if (DOTS_AND_SPACES.matcher(user).matches()) {
            name.invalidText("runAsUserName's User cannot contain only periods or spaces");
        }
        if (FORBIDDEN.matcher(user).find()) {
            name.invalidText(
                    "runAsUserName's User cannot contain the following characters:"
                            + " \"/\\:;|=,+*?<>@[]");
        }
    }

    /// Checks that containers run as processes of the host all together or not at all.
    static void validateHostProcesses(Spot spec) {
        Spot podWide = hostProcess(spec);
        List<Spot> containers = Containers.all(spec);
        int count = 0;
        for (Spot container : containers) {
            Spot own = hostProcess(container);
            if (podWide.isGiven() && own.isGiven() && podWide.isTrue() != own.isTrue()) {
                own.invalid(
                        "pod hostProcess value must be identical if both are specified, was "
                                + podWide.isTrue());
            }
            count += (own.isGiven() ? own : podWide).isTrue() ? 1 : 0;
        }
        if (count > 0 && count < containers.size()) {
            spec.invalid(
                    "",
                    "If pod contains any hostProcess containers then all containers must be"
                            + " HostProcess containers");
        }
        if (count > 0 && !spec.isTrue("hostNetwork")) {
            spec.errors()
                    .invalidShown(
                            spec.at("hostNetwork").path(),
                            "false",
                            "hostNetwork must be true if pod contains any hostProcess containers");
        }
    }

    private static Spot hostProcess(Spot owner) {
        return owner.at("securityContext").at("windowsOptions").at(HOST_PROCESS);
    }
}
