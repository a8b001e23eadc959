package dev.purser.cel.policy;

/// The expressions of a policy cost more together than they may.
final class BudgetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BudgetException(String message) {
        super(message, null, false, false);
    }
}
