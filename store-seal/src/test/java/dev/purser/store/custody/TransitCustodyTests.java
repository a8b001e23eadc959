package dev.purser.store.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.store.custody.Custody.Owner;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class TransitCustodyTests extends CustodyContract {
    private TransitStandIn vault;

    @BeforeEach
    void start() throws IOException {
        vault = new TransitStandIn();
    }

    @AfterEach
    void stop() {
        vault.close();
    }

    private static Custody at(URI address, String token) {
        return new TransitCustody(
                new TransitKey(address, "", "transit", "purser", Optional.empty()),
                () -> SecretBytes.of(token.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    protected Custody custody() {
        return at(vault.address(), TransitStandIn.TOKEN + "\n");
    }

    @Override
    protected Custody strange() {
        return at(vault.address(), "hvs.wrong");
    }

    private Owner owner() {
        return new Owner("aabbccdd", directory.resolve("custody.json"));
    }

    @Test
    void aRefusedTokenIsExplained() {
        assertThatThrownBy(() -> strange().keep(document(DOCUMENT), owner()))
                .isInstanceOf(CustodyException.class)
                .hasMessageContaining("(403, permission denied)")
                .hasMessageContaining("\"update\" on transit/encrypt/purser")
                .hasMessageNotContaining("hvs.wrong");
    }

    @Test
    void aTokenThatIsNoneIsNotShown() {
        assertThatThrownBy(() -> at(vault.address(), "hvs\nwrong").keep(document("x"), owner()))
                .isInstanceOf(CustodyException.class)
                .hasNoCause()
                .hasMessageNotContaining("wrong");
    }

    @Test
    void aSealedVaultIsExplained() {
        ObjectNode kept = custody().keep(document(DOCUMENT), owner());
        vault.fail(503);
        assertThatThrownBy(() -> custody().fetch(kept, owner()))
                .hasMessageContaining("(503, Vault is sealed): unseal Vault first");
        vault.fail(500);
        assertThatThrownBy(() -> custody().fetch(kept, owner()))
                .hasMessageEndingWith("(500, something else)");
        vault.fail(200);
        assertThat(text(custody().fetch(kept, owner()))).isEqualTo(DOCUMENT);
    }

    @Test
    void aVaultThatIsNotThereIsExplained() {
        ObjectNode kept = custody().keep(document(DOCUMENT), owner());
        vault.close();
        assertThatThrownBy(() -> custody().fetch(kept, owner()))
                .isInstanceOf(CustodyException.class)
                .hasMessageContaining(vault.address() + " cannot be reached");
    }

    @Test
    void addressesAndNamesAreChecked() {
        assertThatThrownBy(() -> at(URI.create("vault:8200"), "t"))
                .isInstanceOf(CustodyException.class)
                .hasMessageContaining("https://vault.example:8200");
        assertThatThrownBy(() ->
                        new TransitKey(vault.address(), "", "transit", "../x", Optional.empty()))
                .isInstanceOf(CustodyException.class);
    }
}
