package dev.purser.api.extension;

import com.google.re2j.Pattern;
import java.net.InetAddress;

/// Addresses and networks, as Kubernetes' lenient parser takes them: leading zeros are no error.
final class IpFormats {
    private static final Pattern DOTTED = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
    private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");

    private IpFormats() {}

    static boolean isIpv4(String text) {
        if (text.contains(":")) {
            return text.contains(".") && isIpv6(text);
        }
        return isDotted(text);
    }

    private static boolean isDotted(String text) {
        if (!DOTTED.matches(text)) {
            return false;
        }
        for (String part : text.split("\\.", -1)) {
            String digits = part.replaceFirst("^0+(?=.)", "");
            if (digits.length() > 3 || Integer.parseInt(digits) > 255) {
                return false;
            }
        }
        return true;
    }

    static boolean isIpv6(String text) {
        if (!text.contains(":") || text.contains("%") || text.contains("[")) {
            return false;
        }
        try {
            return InetAddress.ofLiteral(text) != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    static boolean isCidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !PREFIX.matches(text.substring(slash + 1))) {
            return false;
        }
        String address = text.substring(0, slash);
        int bits = Integer.parseInt(text.substring(slash + 1));
        return isDotted(address) ? bits <= 32 : isIpv6(address) && bits <= 128;
    }
}
