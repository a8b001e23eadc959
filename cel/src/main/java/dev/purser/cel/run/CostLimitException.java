package dev.purser.cel.run;

import dev.purser.cel.value.EvaluationException;

/// An expression was ended because it cost more than one may. Nothing in the expression can
/// overcome this.
public final class CostLimitException extends EvaluationException {
    private static final long serialVersionUID = 1L;

    CostLimitException() {
        super("operation cancelled: actual cost limit exceeded");
    }
}
