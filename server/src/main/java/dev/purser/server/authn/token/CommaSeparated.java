package dev.purser.server.authn.token;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Comma-separated values (RFC 4180) as Go reads them: lines may be of different lengths, empty
/// ones are left out, quotes are doubled within quoted fields and must not stand in others.
final class CommaSeparated {
    private final String text;
    private int at;
    private int line = 1;

    private CommaSeparated(String text) {
        this.text = text.replace("\r\n", "\n");
    }

    /// @throws IOException for a misplaced quote; says where, and not what
    static List<List<String>> parse(String text) throws IOException {
        CommaSeparated reader = new CommaSeparated(text);
        List<List<String>> records = new ArrayList<>();
        while (reader.at < reader.text.length()) {
            if (reader.text.charAt(reader.at) == '\n') {
                reader.nextLine();
            } else {
                records.add(reader.record());
            }
        }
        return records;
    }

    private List<String> record() throws IOException {
        List<String> fields = new ArrayList<>();
        do {
            boolean quoted = at < text.length() && text.charAt(at) == '"';
            fields.add(quoted ? quoted() : plain());
        } while (skipComma());
        nextLine();
        return fields;
    }

    private boolean skipComma() {
        boolean isComma = at < text.length() && text.charAt(at) == ',';
        if (isComma) {
            at++;
        }
        return isComma;
    }

    private void nextLine() {
        at++;
        line++;
    }

    private String plain() throws IOException {
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
            if (text.charAt(at) == '"') {
                throw broken("bare \" in non-quoted-field");
            }
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() throws IOException {
        StringBuilder field = new StringBuilder();
        at++;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next != '"') {
                line += next == '\n' ? 1 : 0;
                field.append(next);
            } else if (at < text.length() && text.charAt(at) == '"') {
                field.append('"');
                at++;
            } else if (at == text.length() || text.charAt(at) == ',' || text.charAt(at) == '\n') {
                return field.toString();
            } else {
                break;
            }
        }
        throw broken("extraneous or missing \" in quoted-field");
    }

    private IOException broken(String what) {
        return new IOException("parse error on line " + line + ": " + what);
    }
}
