package dev.purser.api.kind.flowcontrol;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// PriorityLevelConfigurations: how much attention the requests of a level get.
///
/// @param goForm shows specs in messages
record PriorityLevelRules(BootstrapFlows bootstrap, GoForm goForm) implements FlowLifecycle {
    private static final String SPEC = "io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationSpec";
    private static final String KIND = "PriorityLevelConfiguration";
    private static final String EXEMPT = "exempt";
    private static final String LIMITED = "limited";
    private static final String SHARES = "nominalConcurrencyShares";
    private static final String LENDABLE = "lendablePercent";
    private static final String RESPONSE = "spec.limited.limitResponse";
    private static final String OLD_ANNOTATION =
            "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares";

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        Trees.object(spec, EXEMPT)
                .ifPresent(exempt -> {
                    Trees.setDefault(exempt, SHARES, 0);
                    Trees.setDefault(exempt, LENDABLE, 0);
                });
        Trees.object(spec, LIMITED)
                .ifPresent(limited -> {
                    Trees.setDefault(limited, SHARES, 30);
                    Trees.setDefault(limited, LENDABLE, 0);
                    Trees.object(limited.path("limitResponse"), "queuing")
                            .ifPresent(PriorityLevelRules::setQueuingDefaults);
                });
    }

    private static void setQueuingDefaults(ObjectNode queuing) {
        Trees.setDefaultForZero(queuing, "handSize", 8);
        Trees.setDefaultForZero(queuing, "queues", 64);
        Trees.setDefaultForZero(queuing, "queueLengthLimit", 50);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        if (object.annotations().containsKey(OLD_ANNOTATION)) {
            errors.forbidden(
                    "metadata.annotations",
                    "annotation '%s' is forbidden".formatted(OLD_ANNOTATION));
        }
        ObjectNode spec = object.spec();
        String type = Trees.text(spec, "type");
        if (object.name().equals(EXEMPT) != type.equals("Exempt")) {
            errors.invalid("spec.type", type, "must be 'Exempt' if and only if `name` is 'exempt'");
        }
        validateType(spec, type, errors);
        validateMandatory(object, errors);
        FlowLifecycle.validateConditions(object, errors);
    }

    private static void validateType(ObjectNode spec, String type, FieldErrors errors) {
        boolean hasLimited = spec.path(LIMITED).isObject();
        if (spec.path(EXEMPT).isObject() && !type.equals("Exempt")) {
            errors.forbidden("spec." + EXEMPT, "");
        }
        if (hasLimited && !type.equals("Limited")) {
            errors.forbidden("spec." + LIMITED, "");
        }
        switch (type) {
            case "Exempt" -> {
                if (spec.path(EXEMPT).isObject()) {
                    validateShares(spec.path(EXEMPT), "spec." + EXEMPT, errors);
                }
            }
            case "Limited" -> {
                if (hasLimited) {
                    validateLimited(spec.path(LIMITED), errors);
                } else {
                    errors.required("spec." + LIMITED, "");
                }
            }
            case "" -> errors.required("spec.type", "");
            default -> errors.notSupported("spec.type", type, List.of("Exempt", "Limited"));
        }
    }

    private static void validateShares(JsonNode level, String path, FieldErrors errors) {
        long shares = level.path(SHARES).asLong(0);
        if (shares < 0) {
            errors.invalid(path + "." + SHARES, shares, "must be a non-negative integer");
        }
        long lendable = level.path(LENDABLE).asLong(0);
        if (lendable < 0 || lendable > 100) {
            errors.invalid(path + "." + LENDABLE, lendable, "must be between 0 and 100, inclusive");
        }
    }

    private static void validateLimited(JsonNode limited, FieldErrors errors) {
        validateShares(limited, "spec." + LIMITED, errors);
        JsonNode response = limited.path("limitResponse");
        String type = Trees.text(response, "type");
        boolean hasQueuing = response.path("queuing").isObject();
        if (hasQueuing && !type.equals("Queue")) {
            errors.forbidden(RESPONSE + ".queuing", "");
        }
        switch (type) {
            case "Reject" -> {
                // Requests beyond the limit are turned away: nothing more to say.
            }
            case "Queue" -> {
                if (hasQueuing) {
                    validateQueuing(response.path("queuing"), RESPONSE + ".queuing", errors);
                } else {
                    errors.required(RESPONSE + ".queuing", "");
                }
            }
            case "" -> errors.required(RESPONSE + ".type", "");
            default -> errors.notSupported(RESPONSE + ".type", type, List.of("Queue", "Reject"));
        }
        long borrowing = limited.path("borrowingLimitPercent").asLong(0);
        if (borrowing < 0) {
            errors.invalid(
                    "spec.limited.borrowingLimitPercent",
                    borrowing,
                    "if specified, must be a non-negative integer");
        }
    }

    private static void validateQueuing(JsonNode queuing, String path, FieldErrors errors) {
        long length = queuing.path("queueLengthLimit").asLong(0);
        if (length <= 0) {
            errors.invalid(path + ".queueLengthLimit", length, "must be positive");
        }
        long queues = queuing.path("queues").asLong(0);
        if (queues <= 0) {
            errors.invalid(path + ".queues", queues, "must be positive");
        } else if (queues > 10_000_000) {
            errors.invalid(path + ".queues", queues, "must not be greater than 10000000");
        }
        long hand = queuing.path("handSize").asLong(0);
        if (hand <= 0) {
            errors.invalid(path + ".handSize", hand, "must be positive");
        } else if (hand > queues) {
            errors.invalid(
                    path + ".handSize",
                    hand,
                    "should not be greater than queues (%d)".formatted(queues));
        } else if (Math.ceil(Math.log((double) queues) / Math.log(2) * hand) > 60) {
            errors.invalid(
                    path + ".handSize",
                    hand,
                    ("required entropy bits of deckSize %d and handSize %d should not be greater"
                                    + " than 60")
                            .formatted(queues, hand));
        }
    }

    private void validateMandatory(KubeObject object, FieldErrors errors) {
        ObjectNode spec = object.spec();
        boolean mayTune = object.name().equals(EXEMPT);
        bootstrap
                .mandatorySpec(KIND, object.name())
                .filter(mandatory -> !without(mandatory, mayTune).equals(without(spec, mayTune)))
                .ifPresent(mandatory ->
                        errors.invalidShown(
                                "spec",
                                goForm.compact(spec, SPEC),
                                "spec of '%s' %smust equal the fixed value"
                                        .formatted(
                                                object.name(),
                                                mayTune ? "except the 'spec.exempt' field " : "")));
    }

    private static ObjectNode without(ObjectNode spec, boolean exempt) {
        ObjectNode copy = spec.deepCopy();
        if (exempt) {
            copy.remove(EXEMPT);
        }
        return copy;
    }
}
