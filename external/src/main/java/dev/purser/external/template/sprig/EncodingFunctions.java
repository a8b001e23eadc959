package dev.purser.external.template.sprig;

import dev.purser.external.template.run.Arguments;
import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Real;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import java.util.Base64;

/// Functions of encodings: JSON, base 64, base 32, base 16.
final class EncodingFunctions {
    private static final GoType STRING = GoType.STRING;
    private static final GoType ANY = GoType.ANY;

    private EncodingFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("fromJson", a -> Json.read(a.text(0)).orElse(Nil.EMPTY_INTERFACE), STRING);
        table.add(
                "mustFromJson",
                a ->
                        Json.read(a.text(0))
                                .orElseThrow(() -> new CallException("the text is no JSON")),
                STRING);
        addWriter(table, "Json", true, false);
        addWriter(table, "PrettyJson", true, true);
        addWriter(table, "RawJson", false, false);
        table.add(
                "b64enc",
                a -> Value.of(Utf8.of(Base64.getEncoder().encode(Utf8.bytes(a.text(0))))),
                STRING);
        table.add("b64dec", a -> Value.of(Radix.BASE64.decode(a.text(0))), STRING);
        table.add("b32enc", a -> Value.of(Radix.base32(a.text(0))), STRING);
        table.add("b32dec", a -> Value.of(Radix.BASE32.decode(a.text(0))), STRING);
        table.add("hexdec", a -> Value.of(Radix.hexadecimal(a.text(0))), STRING);
    }

    private static void addWriter(FunctionTable table, String name, boolean html, boolean indents) {
        table.add("to" + name, a -> write(a, html, indents, "toRawJson".equals("to" + name)), ANY);
        table.add("mustTo" + name, a -> write(a, html, indents, true), ANY);
    }

    private static Value write(Arguments arguments, boolean html, boolean indents, boolean must)
            throws CallException {
        Value value = arguments.value(0);
        if (value instanceof Real real && !Double.isFinite(real.value())) {
            if (must) {
                throw new CallException("json: unsupported value: no finite number");
            }
            return Value.of("");
        }
        return Value.of(Json.write(value, html, indents));
    }
}
