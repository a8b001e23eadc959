package dev.purser.cel.run;

/// An expression cannot be run although it was compiled: a conversion of a literal fails, or a
/// literal is no regular expression.
public final class PlanningException extends Exception {
    private static final long serialVersionUID = 1L;

    PlanningException(String message) {
        super(message);
    }
}
