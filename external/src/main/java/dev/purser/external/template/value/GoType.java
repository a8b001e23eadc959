package dev.purser.external.template.value;

/// A type of values.
///
/// @param kind what its values are
/// @param name as Go writes it
/// @param element the type of what a list or a map holds, else `interface {}`'s name
public record GoType(Kind kind, String name, String element) {
    private static final String ANYTHING = "interface {}";

    /// Any value at all, or none.
    public static final GoType ANY = new GoType(Kind.INTERFACE, ANYTHING, "");

    /// What builtin functions take: any value, without a look at its type.
    public static final GoType VALUE = new GoType(Kind.STRUCT, "reflect.Value", "");

    public static final GoType NONE = new GoType(Kind.INVALID, "<nil>", "");
    public static final GoType BOOL = new GoType(Kind.BOOL, "bool", "");
    public static final GoType INT = new GoType(Kind.INT, "int", "");
    public static final GoType INT64 = new GoType(Kind.INT64, "int64", "");
    public static final GoType UINT8 = new GoType(Kind.UINT8, "uint8", "");
    public static final GoType UINT32 = new GoType(Kind.UINT32, "uint32", "");
    public static final GoType FLOAT64 = new GoType(Kind.FLOAT64, "float64", "");
    public static final GoType STRING = new GoType(Kind.STRING, "string", "");
    public static final GoType STRINGS = new GoType(Kind.SLICE, "[]string", "string");
    public static final GoType INTS = new GoType(Kind.SLICE, "[]int", "int");
    public static final GoType LIST = new GoType(Kind.SLICE, "[]interface {}", ANYTHING);
    public static final GoType LISTS = new GoType(Kind.SLICE, "[][]interface {}", "[]interface {}");
    public static final GoType MAP = new GoType(Kind.MAP, "map[string]interface {}", ANYTHING);
    public static final GoType STRING_MAP = new GoType(Kind.MAP, "map[string]string", "string");
    public static final GoType TIME = new GoType(Kind.STRUCT, "time.Time", "");
    public static final GoType DURATION = new GoType(Kind.INT64, "time.Duration", "");
    public static final GoType MONTH = new GoType(Kind.INT, "time.Month", "");
    public static final GoType WEEKDAY = new GoType(Kind.INT, "time.Weekday", "");
    public static final GoType VERSION = new GoType(Kind.PTR, "*semver.Version", "");
    public static final GoType CERTIFICATE = new GoType(Kind.STRUCT, "sprig.certificate", "");
    public static final GoType HASH_ALGORITHM = new GoType(Kind.STRING, "sprig.HashAlgorithm", "");

    /// Whether a list or a map may hold anything.
    public boolean holdsAnything() {
        return element.equals(ANYTHING);
    }

    /// Whether `nil` is one of its values.
    public boolean canBeNil() {
        return switch (kind) {
            case INTERFACE, MAP, SLICE, PTR -> true;
            default -> equals(VALUE);
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
