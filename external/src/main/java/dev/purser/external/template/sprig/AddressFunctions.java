package dev.purser.external.template.sprig;

import dev.purser.external.template.run.Arguments;
import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Text;
import dev.purser.external.template.value.Value;

/// Functions of addresses (URLs).
final class AddressFunctions {
    private AddressFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("urlParse", AddressFunctions::parse, GoType.STRING);
        table.add("urlJoin", AddressFunctions::join, GoType.MAP);
    }

    private static Value parse(Arguments arguments) throws CallException {
        Address address = Address.parse(arguments.text(0));
        Mapping parts = new Mapping(GoType.MAP);
        parts.put("scheme", Value.of(address.scheme()));
        parts.put("host", Value.of(address.host()));
        parts.put("hostname", Value.of(address.hostName()));
        parts.put("path", Value.of(address.path()));
        parts.put("query", Value.of(address.query()));
        parts.put("opaque", Value.of(address.opaque()));
        parts.put("fragment", Value.of(address.fragment()));
        parts.put("userinfo", Value.of(address.user()));
        return parts;
    }

    private static Value join(Arguments arguments) throws CallException {
        Mapping parts = arguments.mapping(0);
        Address address =
                new Address(
                        text(parts, "scheme"),
                        text(parts, "opaque"),
                        Address.user(text(parts, "userinfo")),
                        text(parts, "host"),
                        text(parts, "path"),
                        text(parts, "query"),
                        text(parts, "fragment"));
        return Value.of(address.text());
    }

    private static String text(Mapping parts, String name) throws CallException {
        Value value = parts.members().get(name);
        if (value == null) {
            return "";
        }
        if (value instanceof Text text) {
            return text.bytes();
        }
        throw new CallException("unable to parse " + name + " key, must be of type string");
    }
}
