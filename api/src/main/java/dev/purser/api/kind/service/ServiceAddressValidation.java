package dev.purser.api.kind.service;

import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpAddress;
import dev.purser.api.network.IpFamily;
import dev.purser.api.network.IpRules;
import dev.purser.api.status.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Checks that the addresses of a Service and their families fit together.
final class ServiceAddressValidation {
    private static final String ADDRESSES = "spec.clusterIPs";
    private static final List<String> FAMILIES = List.of("IPv4", "IPv6");
    private static final List<String> POLICIES =
            List.of("PreferDualStack", "RequireDualStack", "SingleStack");

    private ServiceAddressValidation() {}

    /// @param known addresses that were taken before, and stay valid
    static void validate(ServiceShape shape, List<String> known, FieldErrors errors) {
        if (shape.isExternalName()) {
            return;
        }
        List<String> addresses = shape.clusterIps();
        JsonNode list = list(shape, "clusterIPs");
        String first = shape.clusterIp();
        if (!first.isEmpty() && addresses.isEmpty()) {
            errors.required(ADDRESSES, "");
        } else if (!first.isEmpty() && !addresses.getFirst().equals(first)) {
            errors.invalid(ADDRESSES, list, "first value must match `clusterIP`");
        } else if (first.isEmpty() && !addresses.isEmpty()) {
            errors.invalid(ADDRESSES, list, "must be empty when `clusterIP` is not specified");
        }
        validateFamilies(shape, errors);
        boolean isEachValid = validateEach(addresses, list, known, errors);
        if (addresses.size() > 2) {
            errors.invalid(ADDRESSES, list, "may only hold up to 2 values");
        }
        if (isEachValid) {
            validateTogether(shape, list, errors);
        }
    }

    /// A list as messages show it.
    static JsonNode list(ServiceShape shape, String field) {
        JsonNode list = shape.spec().path(field);
        return list.isArray() ? list : shape.spec().nullNode();
    }

    private static void validateFamilies(ServiceShape shape, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        List<String> families = shape.ipFamilies();
        for (int i = 0; i < families.size(); i++) {
            String path = "spec.ipFamilies[%d]".formatted(i);
            if (!FAMILIES.contains(families.get(i))) {
                errors.notSupported(path, families.get(i), FAMILIES);
            }
            if (!seen.add(families.get(i))) {
                errors.duplicate(path, families.get(i));
            }
        }
        boolean hasPolicy = Trees.has(shape.spec(), "ipFamilyPolicy");
        if (hasPolicy && !POLICIES.contains(shape.ipFamilyPolicy())) {
            errors.notSupported("spec.ipFamilyPolicy", shape.ipFamilyPolicy(), POLICIES);
        }
    }

    private static boolean validateEach(
            List<String> addresses, JsonNode list, List<String> known, FieldErrors errors) {
        boolean isEachValid = true;
        for (int i = 0; i < addresses.size(); i++) {
            String address = addresses.get(i);
            if (i == 0 && address.equals(ServiceShape.NONE)) {
                if (addresses.size() > 1) {
                    isEachValid = false;
                    errors.invalid(ADDRESSES, list, "'None' must be the first and only value");
                }
            } else if (!known.contains(address)) {
                isEachValid &= IpRules.errors(address).isEmpty();
                IpRules.validate(address, "%s[%d]".formatted(ADDRESSES, i), errors);
            }
        }
        return isEachValid;
    }

    private static void validateTogether(ServiceShape shape, JsonNode list, FieldErrors errors) {
        List<String> addresses = shape.clusterIps();
        if (addresses.size() > 1 && families(addresses).size() < 2) {
            errors.invalid(ADDRESSES, list, "may specify no more than one IP for each IP family");
        }
        if (shape.isHeadless()) {
            return;
        }
        List<String> wanted = shape.ipFamilies();
        for (int i = 0; i < Math.min(addresses.size(), wanted.size()); i++) {
            Optional<IpFamily> family = IpAddress.parse(addresses.get(i)).map(IpAddress::family);
            boolean isIpv6 = family.filter(IpFamily.IPV6::equals).isPresent();
            boolean isOther =
                    FAMILIES.contains(wanted.get(i)) && isIpv6 != wanted.get(i).equals("IPv6");
            if (isOther) {
                errors.invalid(
                        "%s[%d]".formatted(ADDRESSES, i),
                        addresses.get(i),
                        "expected an %s value as indicated by `ipFamilies[%d]`"
                                .formatted(wanted.get(i), i));
            }
        }
    }

    private static Set<IpFamily> families(List<String> addresses) {
        Set<IpFamily> families = new HashSet<>();
        addresses.forEach(address ->
                IpAddress.parse(address).map(IpAddress::family).ifPresent(families::add));
        return families;
    }
}
