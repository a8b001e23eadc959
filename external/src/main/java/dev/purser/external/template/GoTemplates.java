package dev.purser.external.template;

import dev.purser.external.secret.SecretValue;
import dev.purser.external.template.operator.OperatorFunctions;
import dev.purser.external.template.run.Builtins;
import dev.purser.external.template.run.Execution;
import dev.purser.external.template.run.ExecutionException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.sprig.SprigFunctions;
import dev.purser.external.template.syntax.Parser;
import dev.purser.external.template.syntax.SyntaxException;
import dev.purser.external.template.syntax.Trees;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/// Renders templates in the language of Go's `text/template`.
public final class GoTemplates implements Templates {
    private final FunctionTable functions = new FunctionTable();

    /// @param clock what `now` is
    /// @param random for keys, passwords and identifiers that templates make
    public GoTemplates(InstantSource clock, SecureRandom random) {
        Builtins.addTo(functions);
        SprigFunctions.addTo(functions, clock, random);
        OperatorFunctions.addTo(functions);
    }

    @Override
    public SecretValue render(String name, String template, Map<String, SecretValue> data)
            throws TemplateException {
        String text = Utf8.encode(template);
        String bytes = render(Utf8.encode(name), text, parse(name, text), data);
        return SecretValue.of(Utf8.bytes(bytes));
    }

    private Trees parse(String name, String text) throws TemplateException {
        try {
            return Parser.parse(Utf8.encode(name), text, functions::has);
        } catch (SyntaxException e) {
            String place = name + ":" + e.line();
            String message = Utf8.decode(e.getMessage());
            throw new TemplateException("template: " + place + ": " + message, place);
        }
    }

    private String render(String name, String text, Trees trees, Map<String, SecretValue> data)
            throws TemplateException {
        Mapping dot = new Mapping(GoType.STRING_MAP);
        data.forEach((key, value) -> dot.put(Utf8.encode(key), Value.of(Utf8.of(value.bytes()))));
        try {
            return Execution.render(name, text, trees, functions, dot);
        } catch (ExecutionException e) {
            String place = Utf8.decode(name) + ":" + e.place();
            throw new TemplateException(e.getMessage(), place);
        }
    }
}
