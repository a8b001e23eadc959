package dev.purser.server.authn.oidc;

import dev.purser.api.status.FieldErrors;
import dev.purser.cel.claims.ClaimsCompiler;
import dev.purser.cel.claims.ClaimsException;
import dev.purser.cel.claims.ClaimsExpression;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compiles expressions and notes the errors. The compiler is made for the first of them: a
/// configuration without expressions does not load it.
final class Expressions {
    private final FieldErrors errors;
    private @Nullable ClaimsCompiler compiler;

    Expressions(FieldErrors errors) {
        this.errors = errors;
    }

    private interface Compiling {
        ClaimsExpression compile(ClaimsCompiler compiler, String text) throws ClaimsException;
    }

    Optional<ClaimsExpression> ofClaims(String text, String path) {
        return compile(ClaimsCompiler::ofClaims, text, path);
    }

    Optional<ClaimsExpression> conditionOfClaims(String text, String path) {
        return compile(ClaimsCompiler::conditionOfClaims, text, path);
    }

    Optional<ClaimsExpression> conditionOfUser(String text, String path) {
        return compile(ClaimsCompiler::conditionOfUser, text, path);
    }

    private Optional<ClaimsExpression> compile(Compiling how, String text, String path) {
        ClaimsCompiler made = compiler == null ? new ClaimsCompiler() : compiler;
        compiler = made;
        try {
            return Optional.of(how.compile(made, text));
        } catch (ClaimsException e) {
            errors.invalid(path, text, e.getMessage());
            return Optional.empty();
        }
    }
}
