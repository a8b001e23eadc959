package dev.purser.api.kind.core;

import dev.purser.api.kind.pod.ContainerResourceNames;
import dev.purser.api.kind.pod.ResourceNames;
import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.validation.Spot;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/// Checks one limit of a LimitRange: its names, and that its amounts agree. Used once.
final class LimitValidation {
    private static final String MIN = "min";
    private static final String MAX = "max";
    private static final String LIMIT = "default";
    private static final String REQUEST = "defaultRequest";
    private static final String RATIO = "maxLimitRequestRatio";
    private static final long MILLI_MAX = Long.MAX_VALUE / 1000;

    private final Spot limit;
    private final String type;

    LimitValidation(Spot limit) {
        this.limit = limit;
        this.type = limit.text("type");
    }

    void validate() {
        TreeSet<String> names = new TreeSet<>();
        List<String> lists = List.of(MAX, MIN, LIMIT, REQUEST, RATIO);
        for (String list : lists) {
            if (type.equals("Pod") && (list.equals(LIMIT) || list.equals(REQUEST))) {
                if (!limit.at(list).isEmpty()) {
                    limit.at(list).forbidden("may not be specified when `type` is 'Pod'");
                }
                continue;
            }
            limit.at(list).members(this::validateName);
            names.addAll(limit.node().path(list).propertyNames());
        }
        if (type.equals("PersistentVolumeClaim")
                && !limit.at(MIN).has("storage")
                && !limit.at(MAX).has("storage")) {
            limit.at("limits")
                    .required(
                            "either minimum or maximum storage value is required, but neither was"
                                    + " provided");
        }
        names.forEach(this::validateAmounts);
    }

    private void validateName(String name, Spot amount) {
        if (type.equals("Pod") || type.equals("Container")) {
            ContainerResourceNames.validate(name, amount.path(), amount.errors());
            return;
        }
        for (String why : LabelSyntax.keyErrors(name)) {
            amount.errors().invalid(amount.path(), name, why);
        }
        boolean isKnown = name.contains("/") || ResourceNames.isStandard(name);
        if (!isKnown) {
            amount.errors()
                    .invalid(
                            amount.path(),
                            name,
                            "must be a standard resource type or fully qualified");
        }
    }

    private Optional<Quantity> amount(String list, String name) {
        if (type.equals("Pod") && (list.equals(LIMIT) || list.equals(REQUEST))) {
            return Optional.empty();
        }
        return limit.at(list).has(name)
                ? Optional.of(Quantity.parse(Trees.text(limit.node().path(list), name)))
                : Optional.empty();
    }

    private void validateAmounts(String name) {
        compare(
                name,
                MIN,
                MAX,
                new Complaint(MIN, MIN, "min value %s is greater than max value %s"));
        compare(
                name,
                MIN,
                REQUEST,
                new Complaint(
                        REQUEST, REQUEST, "min value %s is greater than default request value %s"));
        compare(
                name,
                REQUEST,
                MAX,
                new Complaint(
                        REQUEST, REQUEST, "default request value %s is greater than max value %s"));
        compare(
                name,
                REQUEST,
                LIMIT,
                new Complaint(
                        REQUEST,
                        REQUEST,
                        "default request value %s is greater than default limit value %s"));
        compare(
                name,
                MIN,
                LIMIT,
                new Complaint(LIMIT, MIN, "min value %s is greater than default value %s"));
        compare(
                name,
                LIMIT,
                MAX,
                new Complaint(LIMIT, MAX, "default value %s is greater than max value %s"));
        amount(RATIO, name).ifPresent(ratio -> validateRatio(name, ratio));
        requireEqual(name);
    }

    /// What to say when one amount is above another.
    ///
    /// @param at the list that is to blame
    /// @param shown the list whose amount is shown
    /// @param why takes both amounts
    private record Complaint(String at, String shown, String why) {}

    private void compare(String name, String less, String more, Complaint complaint) {
        Optional<Quantity> lower = amount(less, name);
        Optional<Quantity> upper = amount(more, name);
        if (lower.isPresent() && upper.isPresent() && lower.get().compareTo(upper.get()) > 0) {
            limit.at(complaint.at())
                    .key(name)
                    .errors()
                    .invalid(
                            limit.at(complaint.at()).key(name).path(),
                            amount(complaint.shown(), name).orElseThrow().toString(),
                            complaint.why().formatted(lower.get(), upper.get()));
        }
    }

    private void validateRatio(String name, Quantity ratio) {
        Spot place = limit.at(RATIO).key(name);
        if (ratio.compareTo(Quantity.of(1)) < 0) {
            place.invalid("ratio %s is less than 1".formatted(ratio));
        }
        Optional<Quantity> min = amount(MIN, name);
        Optional<Quantity> max = amount(MAX, name);
        if (min.isEmpty() || max.isEmpty()) {
            return;
        }
        boolean isSmall =
                ratio.value() < MILLI_MAX
                        && min.get().value() < MILLI_MAX
                        && max.get().value() < MILLI_MAX;
        double most =
                isSmall
                        ? (double) max.get().millis() / min.get().millis()
                        : (double) max.get().value() / min.get().value();
        double asked = isSmall ? ratio.millis() / 1000.0 : ratio.value();
        if (asked > most) {
            place.invalid("ratio %s is greater than max/min = %s".formatted(ratio, goFloat(most)));
        }
    }

    private static String goFloat(double number) {
        return Double.isInfinite(number) ? "+Inf" : String.format(Locale.ROOT, "%f", number);
    }

    /// What cannot be promised more often than it exists is limited as far as it is requested.
    private void requireEqual(String name) {
        Optional<Quantity> most = amount(LIMIT, name);
        Optional<Quantity> request = amount(REQUEST, name);
        boolean differ =
                most.isPresent() && request.isPresent() && most.get().compareTo(request.get()) != 0;
        if (differ && !ResourceNames.mayBeOvercommitted(name)) {
            limit.at(REQUEST)
                    .key(name)
                    .invalid(
                            "default value %s must equal to defaultRequest value %s in %s"
                                    .formatted(most.get(), request.get(), name));
        }
    }
}
