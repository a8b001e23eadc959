package dev.purser.server.authn.token;

import dev.purser.server.request.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file of `--token-auth-file`: lines of `token,user,uid` and, in quotes, `"group1,group2"`. It
/// is read once, at the start, as in Kubernetes: tokens of it never end, which is why service
/// account tokens are better for almost everything.
public final class TokenFile {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final int COLUMNS_MIN = 3;

    private TokenFile() {}

    /// Reads a file. Of a token that is there twice, the last line counts.
    ///
    /// @throws IOException when it cannot be read, or a line is broken; the message holds no token
    public static StaticTokens read(Path file, SecureRandom random) throws IOException {
        Map<String, Identity> identities = new LinkedHashMap<>();
        int number = 0;
        for (List<String> line : CommaSeparated.parse(Files.readString(file))) {
            if (line.size() < COLUMNS_MIN) {
                throw new IOException(
                        "token file '%s' must have at least 3 columns (token, user name, user uid), found %d"
                                .formatted(file, line.size()));
            }
            number++;
            String token = line.getFirst();
            if (token.isEmpty()) {
                LOG.warn("empty token in token file '{}', record number '{}'", file, number);
                continue;
            }
            if (identities.put(token, identity(line)) != null) {
                LOG.warn("duplicate token in token file '{}', record number '{}'", file, number);
            }
        }
        return new StaticTokens(identities, random);
    }

    private static Identity identity(List<String> line) {
        List<String> groups =
                line.size() > COLUMNS_MIN
                        ? List.of(line.get(COLUMNS_MIN).split(",", -1))
                        : List.of();
        return new Identity(line.get(1), line.get(2), groups, Map.of());
    }
}
