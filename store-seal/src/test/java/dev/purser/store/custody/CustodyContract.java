package dev.purser.store.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.purser.store.custody.Custody.Owner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What every [Custody] promises.
public abstract class CustodyContract {
    protected static final String DOCUMENT = "keys: [canary-8d1f2c3b4a5968778695a4b3c2d1e0f1]\n";

    @TempDir protected Path directory;

    private Owner owner;

    /// A custody with the right secrets, anew at each call.
    protected abstract Custody custody() throws Exception;

    /// The same with wrong secrets, or with the keys gone.
    protected abstract Custody strange() throws Exception;

    @BeforeEach
    void name() {
        owner = new Owner("00112233", directory.resolve("data/keys/custody.json"));
    }

    protected static SecretBytes document(String text) {
        return SecretBytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    protected static String text(SecretBytes bytes) {
        return new String(bytes.bytes(), StandardCharsets.UTF_8);
    }

    private ObjectNode keep(String text) throws Exception {
        return custody().keep(document(text), owner);
    }

    @Test
    void whatIsKeptComesBackInAnotherProcess() throws Exception {
        ObjectNode kept = keep(DOCUMENT);
        assertThat(text(custody().fetch(kept.deepCopy(), owner))).isEqualTo(DOCUMENT);
    }

    @Test
    void oneCustodyKeepsAndFetchesAgainAndAgain() throws Exception {
        Custody custody = custody();
        for (String text : new String[] {DOCUMENT, "b: 1\n", DOCUMENT}) {
            ObjectNode kept = custody.keep(document(text), owner);
            assertThat(text(custody.fetch(kept, owner))).isEqualTo(text);
        }
    }

    @Test
    void whatItRemembersShowsNothing() throws Exception {
        String shown = keep(DOCUMENT).toString();
        byte[] bytes = DOCUMENT.getBytes(StandardCharsets.UTF_8);
        for (int shift = 0; shift < 3; shift++) {
            byte[] from = Arrays.copyOfRange(bytes, 6 + shift, 30 + shift);
            assertThat(shown).doesNotContain(Base64.getEncoder().encodeToString(from));
        }
        assertThat(shown).doesNotContain("canary");
        assertThat(custody()).asString().doesNotContain("canary");
    }

    @Test
    void anotherDataDirectoryCannotUseIt() throws Exception {
        ObjectNode kept = keep(DOCUMENT);
        Owner other = new Owner("99aabbcc", directory.resolve("other/keys/custody.json"));
        assertThatThrownBy(() -> custody().fetch(kept, other)).isInstanceOf(CustodyException.class);
    }

    @Test
    void withoutTheRightSecretsNothingComesOut() throws Exception {
        ObjectNode kept = keep(DOCUMENT);
        Throwable refused = catchThrowable(() -> strange().fetch(kept, owner));
        assertThat(refused).isInstanceOf(CustodyException.class);
        assertThat(refused.getMessage()).hasLineCount(1).doesNotContain("canary");
        assertThat(text(custody().fetch(kept, owner))).isEqualTo(DOCUMENT);
    }

    @Test
    void aRecordThatWasChangedOrCutIsRefusedInWords() throws Exception {
        ObjectNode kept = keep(DOCUMENT);
        if (kept.has("file")) {
            return; // the document is elsewhere, in the clear
        }
        assertThatThrownBy(() -> custody().fetch(JsonNodeFactory.instance.objectNode(), owner))
                .isInstanceOf(CustodyException.class);
        for (String field : kept.propertyNames()) {
            JsonNode value = kept.get(field);
            if (value.isString() || value.isBinary()) {
                ObjectNode cut = kept.deepCopy();
                cut.put(field, flipped(value.asString()));
                Throwable failure = catchThrowable(() -> custody().fetch(cut, owner));
                if (failure != null) {
                    assertThat(failure).as(field).isInstanceOf(CustodyException.class);
                }
            }
        }
    }

    /// A character in the middle is another one.
    private static String flipped(String text) {
        if (text.isEmpty()) {
            return "x";
        }
        int at = text.length() / 2;
        char other = text.charAt(at) == 'A' ? 'B' : 'A';
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    @Test
    void itSaysWhereTheKeysAreAndIsSettled() throws Exception {
        ObjectNode kept = keep(DOCUMENT);
        assertThat(custody().whereabouts(kept)).startsWith("in the ").doesNotContain("canary");
        assertThat(custody().isSettled(kept, owner)).isTrue();
        assertThat(custody().name()).isNotEmpty();
    }
}
