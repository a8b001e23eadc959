package dev.purser.cel.library;

import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.OpaqueValue;
import dev.purser.cel.value.Value;
import java.util.ArrayList;
import java.util.List;

/// Named formats: `format.named('uri')`, `format.uri().validate(text)`.
final class FormatFunctions {
    private FormatFunctions() {}

    record FormatValue(NamedFormat format) implements OpaqueValue {
        @Override
        public int size() {
            return format.patternLength();
        }

        @Override
        public String typeName() {
            return KubeTypes.FORMAT.name();
        }
    }

    static List<Function> all() {
        List<Function> functions = new ArrayList<>();
        for (NamedFormat format : NamedFormat.values()) {
            String name = "format." + format.text();
            functions.add(
                    Function.of(
                            name,
                            Overload.global(
                                    name, KubeTypes.FORMAT, arguments -> new FormatValue(format))));
        }
        functions.add(
                Function.of(
                        "format.named",
                        Overload.global(
                                "format-named",
                                OptionalType.create(KubeTypes.FORMAT),
                                FormatFunctions::named,
                                SimpleType.STRING)));
        functions.add(
                Function.of(
                        "validate",
                        Overload.member(
                                "format-validate",
                                OptionalType.create(ListType.create(SimpleType.STRING)),
                                FormatFunctions::validate,
                                KubeTypes.FORMAT,
                                SimpleType.STRING)));
        return functions;
    }

    private static Value named(List<Value> arguments) {
        return NamedFormat.named(Arguments.text(arguments, 0))
                .map(format -> new Value.Maybe(new FormatValue(format)))
                .orElse(Value.Maybe.NONE);
    }

    private static Value validate(List<Value> arguments) {
        List<String> errors =
                Arguments.of(FormatValue.class, arguments, 0)
                        .format()
                        .errors(Arguments.text(arguments, 1));
        return errors.isEmpty() ? Value.Maybe.NONE : new Value.Maybe(ListValue.ofTexts(errors));
    }
}
