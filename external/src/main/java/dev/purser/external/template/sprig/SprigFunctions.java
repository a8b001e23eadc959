package dev.purser.external.template.sprig;

import dev.purser.external.template.run.FunctionTable;
import java.security.SecureRandom;
import java.time.InstantSource;

/// All functions of Sprig that templates may use.
public final class SprigFunctions {
    private SprigFunctions() {}

    public static void addTo(FunctionTable table, InstantSource clock, SecureRandom random) {
        TextFunctions.addTo(table);
        ListFunctions.addTo(table);
        MapFunctions.addTo(table);
        NumberFunctions.addTo(table);
        GeneralFunctions.addTo(table);
        EncodingFunctions.addTo(table);
        DateFunctions.addTo(table, clock);
        PatternFunctions.addTo(table);
        PathFunctions.addTo(table);
        AddressFunctions.addTo(table);
        VersionFunctions.addTo(table);
        HashFunctions.addTo(table);
        RandomFunctions.addTo(table, random);
        PasswordFunctions.addTo(table, random);
        CertificateFunctions.addTo(table, clock, random);
    }
}
