package dev.purser.api.kind.certificate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates in PEM form (RFC 7468). Text around the blocks is ignored.
final class PemCertificates {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final Pattern BLOCK =
            Pattern.compile(
                    "(?m)^-----BEGIN (?<type>[^\\r\\n-]+)-----\\s*?\\n"
                            + "(?<headers>(?:[^:\\r\\n]+:[^\\n]*\\n)*)\\s*"
                            + "(?<body>[A-Za-z0-9+/=\\s]*?)-----END \\k<type>-----");

    private PemCertificates() {}

    /// @param content in Base64, without line breaks
    private record Block(String type, boolean hasHeaders, String content) {}

    private static List<Block> blocks(byte[] pem) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            blocks.add(
                    new Block(
                            matcher.group("type"),
                            !matcher.group("headers").isEmpty(),
                            matcher.group("body").replaceAll("\\s", "")));
        }
        return blocks;
    }

    private static Optional<ParsedCertificate> parse(String content) {
        try {
            return ParsedCertificate.of(Base64.getDecoder().decode(content));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// What is wrong with a chain of certificates that a signer made; empty when nothing is.
    static Optional<String> chainComplaint(byte[] pem) {
        if (pem.length == 0) {
            return Optional.empty();
        }
        List<Block> blocks = blocks(pem);
        for (Block block : blocks) {
            if (!block.type().equals(CERTIFICATE)) {
                return Optional.of(
                        "only CERTIFICATE PEM blocks are allowed, found \"%s\""
                                .formatted(block.type()));
            }
            if (block.hasHeaders()) {
                return Optional.of("no PEM block headers are permitted");
            }
            if (parse(block.content()).isEmpty()) {
                return Optional.of("x509: malformed certificate");
            }
        }
        return blocks.isEmpty()
                ? Optional.of("must contain at least one CERTIFICATE PEM block")
                : Optional.empty();
    }

    /// What is wrong with a bundle of certificates to trust; nothing when it is right.
    static List<String> bundleComplaints(String bundle) {
        List<String> complaints = new ArrayList<>();
        Map<String, List<Integer>> seen = new LinkedHashMap<>();
        List<Block> blocks = blocks(bundle.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < blocks.size(); i++) {
            String complaint = anchorComplaint(blocks.get(i));
            if (complaint.isEmpty()) {
                seen.computeIfAbsent(blocks.get(i).content(), any -> new ArrayList<>()).add(i);
            } else {
                complaints.add("entry %d %s".formatted(i, complaint));
            }
        }
        if (!complaints.isEmpty()) {
            return complaints;
        }
        if (seen.isEmpty()) {
            return List.of("at least one trust anchor must be provided");
        }
        for (List<Integer> indices : seen.values()) {
            if (indices.size() > 1) {
                String listed = indices.toString().replace(",", "");
                complaints.add("duplicate trust anchor (indices %s)".formatted(listed));
            }
        }
        return complaints;
    }

    private static String anchorComplaint(Block block) {
        if (!block.type().equals(CERTIFICATE)) {
            return "has bad block type: " + block.type();
        }
        if (block.hasHeaders()) {
            return "has PEM block headers";
        }
        Optional<ParsedCertificate> certificate = parse(block.content());
        if (certificate.isEmpty()) {
            return "does not parse as X.509";
        }
        return certificate.get().isAuthority() ? "" : "does not have the CA bit set";
    }
}
