package dev.purser.external.template.sprig;

import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Value;

/// Functions of semantic versions.
final class VersionFunctions {
    private VersionFunctions() {}

    static void addTo(FunctionTable table) {
        table.add(
                "semver",
                a ->
                        Versions.parse(a.text(0))
                                .orElseThrow(() -> new CallException("Invalid Semantic Version")),
                GoType.STRING);
        table.add(
                "semverCompare",
                a ->
                        Value.of(
                                VersionConstraints.parse(a.text(0))
                                        .allow(
                                                Versions.parse(a.text(1))
                                                        .orElseThrow(() ->
                                                                new CallException(
                                                                        "Invalid Semantic Version")))),
                GoType.STRING,
                GoType.STRING);
    }
}
