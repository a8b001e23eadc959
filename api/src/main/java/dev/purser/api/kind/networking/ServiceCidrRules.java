package dev.purser.api.kind.networking;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.StatusOnly;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpFamily;
import dev.purser.api.network.IpNetwork;
import dev.purser.api.network.IpRules;
import dev.purser.api.status.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// ServiceCIDRs: the networks from which Services have their addresses.
public final class ServiceCidrRules implements StatusOnly {
    private static final String PATH = "spec.cidrs";
    private static final String TYPE = "io.k8s.api.networking.v1.ServiceCIDRSpec";
    private static final String IMMUTABLE = "field is immutable";

    private final GoForm goForm;

    /// @param goForm shows specs in messages
    public ServiceCidrRules(GoForm goForm) {
        this.goForm = goForm;
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        JsonNode list = object.spec().path("cidrs");
        List<String> networks = Trees.texts(object.spec(), "cidrs");
        if (networks.isEmpty()) {
            errors.required(PATH, "at least one CIDR required");
        } else if (networks.size() > 2) {
            errors.invalidShown(
                    PATH, goForm.compact(object.spec(), TYPE), "may only hold up to 2 values");
        } else {
            for (int i = 0; i < networks.size(); i++) {
                IpRules.validateCanonicalNetwork(
                        networks.get(i), "%s[%d]".formatted(PATH, i), errors);
            }
            requireTwoFamilies(networks, list, errors);
        }
    }

    private static void requireTwoFamilies(
            List<String> networks, JsonNode list, FieldErrors errors) {
        List<IpFamily> families = new ArrayList<>();
        networks.forEach(
                text -> IpNetwork.parse(text).map(IpNetwork::family).ifPresent(families::add));
        if (families.size() == 2 && families.getFirst() == families.getLast()) {
            errors.invalid(
                    PATH,
                    list,
                    "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and"
                            + " 2001:db8::/64");
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        List<String> now = Trees.texts(object.spec(), "cidrs");
        List<String> before = Trees.texts(old.spec(), "cidrs");
        boolean isExtended = before.size() == 1 && now.size() == 2;
        if (now.size() != before.size() && !isExtended) {
            JsonNode list = object.spec().path("cidrs");
            errors.invalid(PATH, list.isArray() ? list : object.spec().nullNode(), IMMUTABLE);
            return;
        }
        for (int i = 0; i < before.size(); i++) {
            if (!now.get(i).equals(before.get(i))) {
                errors.invalid("%s[%d]".formatted(PATH, i), now.get(i), IMMUTABLE);
            }
        }
        if (isExtended) {
            validate(object, errors);
        }
    }
}
