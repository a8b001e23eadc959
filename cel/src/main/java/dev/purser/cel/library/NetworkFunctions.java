package dev.purser.cel.library;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.OpaqueValue;
import dev.purser.cel.value.Value;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;

/// Addresses and networks, `ip('::1')` and `cidr('10.0.0.0/8')`.
final class NetworkFunctions {
    private NetworkFunctions() {}

    record IpValue(IpAddress address) implements OpaqueValue {
        @Override
        public String typeName() {
            return KubeTypes.IP.name();
        }

        @Override
        public int size() {
            return address.bytes().length;
        }
    }

    record CidrValue(IpAddress address, int prefix) implements OpaqueValue {
        @Override
        public String typeName() {
            return KubeTypes.CIDR.name();
        }

        @Override
        public int size() {
            return Math.ceilDiv(prefix, 8);
        }

        boolean contains(IpAddress other) {
            return other.bytes().length == address.bytes().length
                    && other.masked(prefix).equals(address.masked(prefix));
        }
    }

    static List<Function> all() {
        return List.of(
                Function.of("ip", ipOfText(), ipOfCidr()),
                global("isIP", "is_ip", SimpleType.BOOL, NetworkFunctions::isIp, SimpleType.STRING),
                global(
                        "ip.isCanonical",
                        "ip_is_canonical",
                        SimpleType.BOOL,
                        NetworkFunctions::isCanonical,
                        SimpleType.STRING),
                member(
                        "family",
                        "ip_family",
                        SimpleType.INT,
                        arguments -> new Value.Int(ip(arguments, 0).isV4() ? 4 : 6),
                        KubeTypes.IP),
                property("isUnspecified", "ip_is_unspecified", InetAddress::isAnyLocalAddress),
                property("isLoopback", "ip_is_loopback", InetAddress::isLoopbackAddress),
                property(
                        "isLinkLocalMulticast",
                        "ip_is_link_local_multicast",
                        NetworkFunctions::isLinkLocalMulticast),
                property(
                        "isLinkLocalUnicast",
                        "ip_is_link_local_unicast",
                        InetAddress::isLinkLocalAddress),
                property(
                        "isGlobalUnicast",
                        "ip_is_global_unicast",
                        NetworkFunctions::isGlobalUnicast),
                Function.of("string", ipToText(), cidrToText()),
                global(
                        "cidr",
                        "string_to_cidr",
                        KubeTypes.CIDR,
                        arguments -> cidr(Arguments.text(arguments, 0)),
                        SimpleType.STRING),
                global(
                        "isCIDR",
                        "is_cidr",
                        SimpleType.BOOL,
                        NetworkFunctions::isCidr,
                        SimpleType.STRING),
                Function.of(
                        "containsIP",
                        containsIp("cidr_contains_ip_string", SimpleType.STRING),
                        containsIp("cidr_contains_ip_ip", KubeTypes.IP)),
                Function.of(
                        "containsCIDR",
                        containsCidr("cidr_contains_cidr_string", SimpleType.STRING),
                        containsCidr("cidr_contains_cidr", KubeTypes.CIDR)),
                member(
                        "prefixLength",
                        "cidr_prefix_length",
                        SimpleType.INT,
                        arguments -> new Value.Int(network(arguments, 0).prefix()),
                        KubeTypes.CIDR),
                member(
                        "masked",
                        "cidr_masked",
                        KubeTypes.CIDR,
                        NetworkFunctions::masked,
                        KubeTypes.CIDR));
    }

    private static Function global(
            String name, String id, CelType result, Body body, CelType parameter) {
        return Function.of(name, Overload.global(id, result, body, parameter));
    }

    private static Function member(
            String name, String id, CelType result, Body body, CelType parameter) {
        return Function.of(name, Overload.member(id, result, body, parameter));
    }

    private static Function property(String name, String id, Predicate<InetAddress> test) {
        return member(
                name,
                id,
                SimpleType.BOOL,
                arguments -> Value.Bool.of(test.test(ip(arguments, 0).address())),
                KubeTypes.IP);
    }

    private static Overload ipOfText() {
        return Overload.global(
                "string_to_ip",
                KubeTypes.IP,
                arguments -> new IpValue(IpAddress.parse(Arguments.text(arguments, 0))),
                SimpleType.STRING);
    }

    private static Overload ipOfCidr() {
        return Overload.member(
                "cidr_ip",
                KubeTypes.IP,
                arguments -> new IpValue(network(arguments, 0).address()),
                KubeTypes.CIDR);
    }

    private static Overload ipToText() {
        return Overload.global(
                "ip_to_string",
                SimpleType.STRING,
                arguments -> new Value.Text(ip(arguments, 0).toString()),
                KubeTypes.IP);
    }

    private static Overload cidrToText() {
        return Overload.global(
                "cidr_to_string",
                SimpleType.STRING,
                arguments -> {
                    CidrValue network = network(arguments, 0);
                    return new Value.Text(network.address() + "/" + network.prefix());
                },
                KubeTypes.CIDR);
    }

    private static Overload containsIp(String id, CelType parameter) {
        return Overload.member(
                id,
                SimpleType.BOOL,
                arguments ->
                        Value.Bool.of(
                                network(arguments, 0)
                                        .contains(
                                                arguments.get(1) instanceof Value.Text(String text)
                                                        ? IpAddress.parse(text)
                                                        : ip(arguments, 1))),
                KubeTypes.CIDR,
                parameter);
    }

    private static Overload containsCidr(String id, CelType parameter) {
        return Overload.member(
                id,
                SimpleType.BOOL,
                arguments -> {
                    CidrValue outer = network(arguments, 0);
                    CidrValue inner =
                            arguments.get(1) instanceof Value.Text(String text)
                                    ? cidr(text)
                                    : network(arguments, 1);
                    return Value.Bool.of(
                            outer.prefix() <= inner.prefix() && outer.contains(inner.address()));
                },
                KubeTypes.CIDR,
                parameter);
    }

    private static Value masked(List<Value> arguments) {
        CidrValue network = network(arguments, 0);
        return new CidrValue(network.address().masked(network.prefix()), network.prefix());
    }

    private static IpAddress ip(List<Value> arguments, int index) {
        return Arguments.of(IpValue.class, arguments, index).address();
    }

    private static CidrValue network(List<Value> arguments, int index) {
        return Arguments.of(CidrValue.class, arguments, index);
    }

    private static Value isIp(List<Value> arguments) {
        try {
            IpAddress.parse(Arguments.text(arguments, 0));
            return Value.Bool.TRUE;
        } catch (EvaluationException e) {
            return Value.Bool.FALSE;
        }
    }

    private static Value isCanonical(List<Value> arguments) {
        String text = Arguments.text(arguments, 0);
        return Value.Bool.of(IpAddress.parse(text).toString().equals(text));
    }

    private static Value isCidr(List<Value> arguments) {
        try {
            cidr(Arguments.text(arguments, 0));
            return Value.Bool.TRUE;
        } catch (EvaluationException e) {
            return Value.Bool.FALSE;
        }
    }

    private static boolean isLinkLocalMulticast(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? (bytes[0] & 0xFF) == 224 && bytes[1] == 0 && bytes[2] == 0
                : (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0x0F) == 2;
    }

    private static boolean isGlobalUnicast(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean broadcast =
                bytes.length == 4
                        && bytes[0] == -1
                        && bytes[1] == -1
                        && bytes[2] == -1
                        && bytes[3] == -1;
        return !broadcast
                && !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isMulticastAddress()
                && !address.isLinkLocalAddress();
    }

    private static CidrValue cidr(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            throw badPrefix(text, "no '/'");
        }
        IpAddress address;
        try {
            address = IpAddress.read(text.substring(0, slash));
        } catch (EvaluationException e) {
            throw badPrefix(text, String.valueOf(e.getMessage()));
        }
        if (text.contains("%")) {
            throw badPrefix(text, "IPv6 zones cannot be present in a prefix");
        }
        String bits = text.substring(slash + 1);
        if (!bits.matches("0|[1-9][0-9]{0,8}")) {
            throw badPrefix(text, "bad bits after slash: " + GoText.quote(bits));
        }
        int prefix = Integer.parseInt(bits);
        if (prefix > 8 * address.bytes().length) {
            throw badPrefix(text, "prefix length out of range");
        }
        try {
            address.requireNotMapped(text);
        } catch (EvaluationException e) {
            throw new EvaluationException(
                    "network address parse error during conversion from string: " + e.getMessage());
        }
        return new CidrValue(address, prefix);
    }

    private static EvaluationException badPrefix(String text, String why) {
        String twice = "network address parse error during conversion from string: ";
        return new EvaluationException(
                "%s%snetip.ParsePrefix(%s): %s".formatted(twice, twice, GoText.quote(text), why));
    }
}
