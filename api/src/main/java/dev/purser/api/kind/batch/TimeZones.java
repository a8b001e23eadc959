package dev.purser.api.kind.batch;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Names of time zones (the IANA time zone database).
final class TimeZones {
    private static final Pattern PART = Pattern.compile("[A-Za-z.\\-_0-9+]{1,14}");

    /// Zones of the database that Java leaves out, as it adds some of its own below `SystemV`.
    private static final Set<String> NOT_IN_JAVA = Set.of("EST", "MST", "HST", "ROC", "Factory");

    private TimeZones() {}

    /// What is wrong with the name of a zone.
    static List<String> complaints(String zone) {
        if (zone.isEmpty()) {
            return List.of("timeZone must be nil or non-empty string");
        }
        for (String part : zone.split("/", -1)) {
            boolean isName =
                    PART.matcher(part).matches()
                            && !part.equals(".")
                            && !part.equals("..")
                            && !part.startsWith("-");
            if (!isName) {
                return List.of(unknown(zone));
            }
        }
        List<String> complaints = new ArrayList<>();
        if (zone.equalsIgnoreCase("Local")) {
            complaints.add(
                    "timeZone must be an explicit time zone as defined in"
                            + " https://www.iana.org/time-zones");
        }
        if (!isKnown(zone)) {
            complaints.add(unknown(zone));
        }
        return complaints;
    }

    /// Whether a zone can be looked up, the server's own included.
    static boolean isKnown(String zone) {
        return zone.isEmpty()
                || zone.equals("Local")
                || NOT_IN_JAVA.contains(zone)
                || (!zone.startsWith("SystemV/") && ZoneId.getAvailableZoneIds().contains(zone));
    }

    static String unknown(String zone) {
        return "unknown time zone " + zone;
    }
}
