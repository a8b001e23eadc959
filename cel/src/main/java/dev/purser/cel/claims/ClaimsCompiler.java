package dev.purser.cel.claims;

import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.purser.cel.compile.CheckedExpression;
import dev.purser.cel.compile.Compilation;
import dev.purser.cel.compile.Environment;
import dev.purser.cel.compile.Variable;
import dev.purser.cel.library.Library;
import dev.purser.cel.run.PlanningException;
import dev.purser.cel.run.Program;
import dev.purser.cel.schema.DeclaredType;
import dev.purser.cel.schema.DeclaredType.ListOf;
import dev.purser.cel.schema.DeclaredType.MapOf;
import dev.purser.cel.schema.DeclaredType.ObjectType;
import dev.purser.cel.schema.DeclaredType.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Compiles the expressions of one configuration. Making it takes some milliseconds. Thread-safe.
public final class ClaimsCompiler {
    private static final String CLAIMS = "claims";
    private static final String USER = "user";

    private final Environment claims;
    private final Environment user;

    public ClaimsCompiler() {
        Environment base = Environment.of(Library.standard());
        this.claims =
                base.with(
                        List.of(
                                new Variable(
                                        CLAIMS, MapType.create(SimpleType.STRING, SimpleType.DYN))),
                        List.of());
        ObjectType info = userInfo();
        this.user = base.with(List.of(new Variable(USER, info.celType())), info.objects());
    }

    private static ObjectType userInfo() {
        DeclaredType texts = new ListOf(Scalar.STRING, -1);
        Map<String, DeclaredType> fields = new LinkedHashMap<>();
        fields.put("username", Scalar.STRING);
        fields.put("uid", Scalar.STRING);
        fields.put("groups", texts);
        fields.put("extra", new MapOf(texts, -1));
        return new ObjectType("kubernetes.UserInfo", fields, 2);
    }

    /// A value of any type, made of the claims.
    ///
    /// @throws ClaimsException when the text is no such expression
    public ClaimsExpression ofClaims(String text) throws ClaimsException {
        return compiled(checked(claims, text), CLAIMS);
    }

    /// A condition for the claims.
    ///
    /// @throws ClaimsException when the text is no such expression
    public ClaimsExpression conditionOfClaims(String text) throws ClaimsException {
        return compiled(condition(checked(claims, text)), CLAIMS);
    }

    /// A condition for the user that came of the claims.
    ///
    /// @throws ClaimsException when the text is no such expression
    public ClaimsExpression conditionOfUser(String text) throws ClaimsException {
        return compiled(condition(checked(user, text)), USER);
    }

    private static CheckedExpression checked(Environment environment, String text)
            throws ClaimsException {
        return switch (environment.compile(text)) {
            case Compilation.Done(CheckedExpression expression) -> expression;
            case Compilation.Failed(String errors) ->
                    throw new ClaimsException("compilation failed: " + errors);
        };
    }

    private static CheckedExpression condition(CheckedExpression expression)
            throws ClaimsException {
        if (!expression.type().equals(SimpleType.BOOL)) {
            throw new ClaimsException("must evaluate to bool");
        }
        return expression;
    }

    private static ClaimsExpression compiled(CheckedExpression expression, String variable)
            throws ClaimsException {
        try {
            return new ClaimsExpression(expression, Program.of(expression), variable);
        } catch (PlanningException e) {
            throw new ClaimsException("program instantiation failed: " + e.getMessage());
        }
    }
}
