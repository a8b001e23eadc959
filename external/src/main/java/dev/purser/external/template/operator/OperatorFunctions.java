package dev.purser.external.template.operator;

import dev.purser.external.template.run.FunctionTable;

/// All functions that the External Secrets Operator adds.
public final class OperatorFunctions {
    private OperatorFunctions() {}

    public static void addTo(FunctionTable table) {
        YamlFunctions.addTo(table);
        PemFunctions.addTo(table);
        KeyStoreFunctions.addTo(table);
        KeyFunctions.addTo(table);
    }
}
