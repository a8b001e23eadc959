package dev.purser.server.authz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorizationModeTests {
    @Test
    void keepTheirOrder() {
        assertThat(AuthorizationMode.of(List.of("RBAC", "Node", "AlwaysDeny")))
                .containsExactly(
                        AuthorizationMode.RBAC,
                        AuthorizationMode.NODE,
                        AuthorizationMode.ALWAYS_DENY);
        assertThat(AuthorizationMode.ALWAYS_DENY.title()).isEqualTo("alwaysdeny");
    }

    @Test
    void areRefusedInKubernetesWords() {
        refused("authorization-mode \"rbac\" is not a valid mode", "rbac");
        refused(
                "authorization-mode [\"RBAC\" \"RBAC\"] has mode specified more than once",
                "RBAC",
                "RBAC");
        refused("at least one authorization-mode must be passed");
        refused(
                "authorization-mode Webhook is not supported by Purser: use Node,RBAC",
                "Node",
                "Webhook");
        refused("authorization-mode ABAC is not supported by Purser: use Node,RBAC", "ABAC");
    }

    private static void refused(String message, String... names) {
        assertThatThrownBy(() -> AuthorizationMode.of(List.of(names)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
