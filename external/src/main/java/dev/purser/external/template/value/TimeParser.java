package dev.purser.external.template.value;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a time that is written as a layout says. Not thread-safe.
public final class TimeParser {
    private static final Pattern FRACTION = Pattern.compile("[.,][0-9]+");
    private static final Pattern OFFSET =
            Pattern.compile("Z|[-+][0-9]{2}(?::?[0-9]{2}(?::?[0-9]{2})?)?");
    private static final Pattern ZONE = Pattern.compile("[A-Z]{3,5}");
    private static final Pattern WEEKDAY =
            Pattern.compile("(?i)(?:mon|tues|wednes|thurs|fri|satur|sun)day");
    private static final Pattern WEEKDAY_SHORT = Pattern.compile("(?i)mon|tue|wed|thu|fri|sat|sun");
    private static final int NANO_DIGITS = 9;
    private static final int CENTURY_TURN = 69;
    private static final int NOON = 12;

    private final String text;
    private int place;
    private int year;
    private int month = 1;
    private int day = 1;
    private int dayOfYear;
    private int hour;
    private int minute;
    private int second;
    private int nano;
    private boolean afternoon;
    private boolean twelveHours;
    private ZoneId zone = ZoneOffset.UTC;

    private TimeParser(String text) {
        this.text = text;
    }

    /// A time; empty if the text is not written so.
    public static Optional<ZonedDateTime> parse(String layout, String text) {
        try {
            return Optional.of(new TimeParser(text).time(layout));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private ZonedDateTime time(String layout) {
        for (Layout.Part part : Layout.parts(layout)) {
            if (part.standard()) {
                element(part.text());
            } else {
                literal(part.text());
            }
        }
        if (place < text.length()) {
            throw new DateTimeException("extra text");
        }
        LocalDate date =
                dayOfYear > 0
                        ? LocalDate.ofYearDay(year, dayOfYear)
                        : LocalDate.of(year, month, day);
        return LocalDateTime.of(date, LocalTime.of(hourOfDay(), minute, second, nano)).atZone(zone);
    }

    private int hourOfDay() {
        if (twelveHours && hour > NOON) {
            throw new DateTimeException("hour out of range");
        }
        if (afternoon && hour < NOON) {
            return hour + NOON;
        }
        return twelveHours && !afternoon && hour == NOON ? 0 : hour;
    }

    private void literal(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == ' ') {
                while (place < text.length() && text.charAt(place) == ' ') {
                    place++;
                }
            } else if (place < text.length() && text.charAt(place) == c) {
                place++;
            } else {
                throw new DateTimeException("unexpected text");
            }
        }
    }

    private void element(String element) {
        switch (element) {
            case "2006" -> year = number(4, 4);
            case "06" -> {
                int inCentury = number(2, 2);
                year = (inCentury >= CENTURY_TURN ? 1900 : 2000) + inCentury;
            }
            case "January" -> month = monthName(TextStyle.FULL);
            case "Jan" -> month = monthName(TextStyle.SHORT);
            case "1" -> month = number(1, 2);
            case "01" -> month = number(2, 2);
            case "Monday" -> match(WEEKDAY);
            case "Mon" -> match(WEEKDAY_SHORT);
            case "2", "_2" -> day = padded(1, 2);
            case "02" -> day = number(2, 2);
            case "__2", "002" -> dayOfYear = padded(element.equals("002") ? 3 : 1, 3);
            default -> clock(element);
        }
    }

    private void clock(String element) {
        switch (element) {
            case "15" -> hour = number(1, 2);
            case "3", "03" -> {
                hour = number(element.length(), 2);
                twelveHours = true;
            }
            case "4", "04" -> minute = number(element.length(), 2);
            case "5", "05" -> {
                second = number(element.length(), 2);
                // A fraction may follow the seconds even if the layout has none.
                fraction(false);
            }
            case "PM", "pm" -> afternoon = match(Pattern.compile("(?i)[ap]m")).matches("(?i)pm");
            case "MST" -> zone = named(match(ZONE));
            default -> {
                if (element.startsWith(".") || element.startsWith(",")) {
                    fraction(element.charAt(1) == '0');
                } else {
                    zone = ZoneOffset.of(match(OFFSET));
                }
            }
        }
    }

    private static ZoneId named(String abbreviation) {
        return Times.zone(abbreviation).orElse(ZoneOffset.UTC);
    }

    private void fraction(boolean needed) {
        Matcher fraction = FRACTION.matcher(text).region(place, text.length());
        if (fraction.lookingAt()) {
            String digits = fraction.group().substring(1);
            String nanos =
                    digits.length() > NANO_DIGITS ? digits.substring(0, NANO_DIGITS) : digits;
            nano = Integer.parseInt(nanos + "0".repeat(NANO_DIGITS - nanos.length()));
            place = fraction.end();
        } else if (needed && nano == 0) {
            throw new DateTimeException("no fraction");
        }
    }

    private int monthName(TextStyle style) {
        for (Month candidate : Month.values()) {
            String name = candidate.getDisplayName(TextStyle.FULL, Locale.US);
            String shown = style == TextStyle.FULL ? name : name.substring(0, 3);
            if (text.regionMatches(true, place, shown, 0, shown.length())) {
                place += shown.length();
                return candidate.getValue();
            }
        }
        throw new DateTimeException("no month");
    }

    private int padded(int least, int most) {
        while (place < text.length() && text.charAt(place) == ' ') {
            place++;
        }
        return number(least, most);
    }

    private int number(int least, int most) {
        int end = place;
        while (end < text.length() && end - place < most && Character.isDigit(text.charAt(end))) {
            end++;
        }
        if (end - place < least) {
            throw new DateTimeException("no number");
        }
        int number = Integer.parseInt(text.substring(place, end));
        place = end;
        return number;
    }

    private String match(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(place, text.length());
        if (!matcher.lookingAt()) {
            throw new DateTimeException("unexpected text");
        }
        place = matcher.end();
        return matcher.group();
    }
}
