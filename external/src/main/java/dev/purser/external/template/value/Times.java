package dev.purser.external.template.value;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Optional;

/// Times as Go writes them.
public final class Times {
    private static final DateTimeFormatter ABBREVIATION =
            DateTimeFormatter.ofPattern("zzz", Locale.US);
    private static final String OWN = "2006-01-02 15:04:05.999999999 -0700 MST";
    private static final int NANO_DIGITS = 9;
    private static final int NOON = 12;

    private Times() {}

    /// As `%v` has it.
    static String show(ZonedDateTime time) {
        return format(time, OWN);
    }

    static String month(long month) {
        return Month.of((int) month).getDisplayName(TextStyle.FULL, Locale.US);
    }

    /// @param day from 0, which is Sunday
    static String weekday(long day) {
        return DayOfWeek.of(day == 0 ? 7 : (int) day).getDisplayName(TextStyle.FULL, Locale.US);
    }

    /// A time zone by its name; empty if there is none.
    public static Optional<ZoneId> zone(String name) {
        if (name.isEmpty() || name.equals("UTC") || name.equals("Local")) {
            return Optional.of(ZoneOffset.UTC);
        }
        try {
            return ZoneId.getAvailableZoneIds().contains(name)
                    ? Optional.of(ZoneId.of(name))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    public static String format(ZonedDateTime time, String layout) {
        StringBuilder text = new StringBuilder();
        for (Layout.Part part : Layout.parts(layout)) {
            text.append(part.standard() ? element(time, part.text()) : part.text());
        }
        return text.toString();
    }

    private static String element(ZonedDateTime time, String element) {
        return switch (element) {
            case "2006" -> digits(time.getYear(), 4, '0');
            case "06" -> digits(Math.floorMod(time.getYear(), 100), 2, '0');
            case "January" -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.US);
            case "Jan" -> month(time.getMonthValue()).substring(0, 3);
            case "1" -> digits(time.getMonthValue(), 1, '0');
            case "01" -> digits(time.getMonthValue(), 2, '0');
            case "Monday" -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US);
            case "Mon" -> weekday(time.getDayOfWeek().getValue() % 7).substring(0, 3);
            case "2" -> digits(time.getDayOfMonth(), 1, '0');
            case "_2" -> digits(time.getDayOfMonth(), 2, ' ');
            case "02" -> digits(time.getDayOfMonth(), 2, '0');
            case "__2" -> digits(time.getDayOfYear(), 3, ' ');
            case "002" -> digits(time.getDayOfYear(), 3, '0');
            default -> clock(time, element);
        };
    }

    private static String clock(ZonedDateTime time, String element) {
        int hour = time.getHour() % NOON == 0 ? NOON : time.getHour() % NOON;
        return switch (element) {
            case "15" -> digits(time.getHour(), 2, '0');
            case "3" -> digits(hour, 1, '0');
            case "03" -> digits(hour, 2, '0');
            case "4" -> digits(time.getMinute(), 1, '0');
            case "04" -> digits(time.getMinute(), 2, '0');
            case "5" -> digits(time.getSecond(), 1, '0');
            case "05" -> digits(time.getSecond(), 2, '0');
            case "PM" -> time.getHour() >= NOON ? "PM" : "AM";
            case "pm" -> time.getHour() >= NOON ? "pm" : "am";
            case "MST" -> abbreviation(time);
            default ->
                    element.startsWith(".") || element.startsWith(",")
                            ? fraction(time, element)
                            : offset(time.getOffset(), element);
        };
    }

    private static String abbreviation(ZonedDateTime time) {
        if (time.getZone() instanceof ZoneOffset offset) {
            int seconds = offset.getTotalSeconds();
            String form = seconds % 3600 == 0 ? "-07" : "-0700";
            return seconds == 0 ? "UTC" : offset(offset, form);
        }
        return ABBREVIATION.format(time);
    }

    private static String fraction(ZonedDateTime time, String element) {
        String all = digits(time.getNano(), NANO_DIGITS, '0');
        int places = Math.min(element.length() - 1, NANO_DIGITS);
        String kept = all.substring(0, places);
        if (element.charAt(1) == '9') {
            kept = kept.replaceAll("0+$", "");
            return kept.isEmpty() ? "" : element.charAt(0) + kept;
        }
        return element.charAt(0) + kept;
    }

    private static String offset(ZoneOffset offset, String form) {
        int seconds = offset.getTotalSeconds();
        if (form.startsWith("Z") && seconds == 0) {
            return "Z";
        }
        int size = Math.abs(seconds);
        String colon = form.contains(":") ? ":" : "";
        String digits = form.substring(1).replace(":", "");
        return (seconds < 0 ? "-" : "+")
                + digits(size / 3600, 2, '0')
                + (digits.length() > 2 ? colon + digits(size / 60 % 60, 2, '0') : "")
                + (digits.length() > 4 ? colon + digits(size % 60, 2, '0') : "");
    }

    private static String digits(int number, int width, char pad) {
        String digits = String.valueOf(Math.abs(number));
        return (number < 0 ? "-" : "")
                + String.valueOf(pad).repeat(Math.max(0, width - digits.length()))
                + digits;
    }
}
