package dev.purser.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.app.data.Instance;
import dev.purser.server.authz.AuthorizationMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AuthorizationOptionsTests {
    private static List<AuthorizationMode> modes(Instance.Mode started, String... arguments) {
        AuthorizationOptions options = new AuthorizationOptions();
        var _ = new CommandLine(options).parseArgs(arguments);
        return options.modes(started);
    }

    @Test
    void nodesAndRolesDecideUnlessSomethingElseIsSaid() {
        assertThat(modes(Instance.Mode.FULL))
                .containsExactly(AuthorizationMode.NODE, AuthorizationMode.RBAC);
        assertThat(modes(Instance.Mode.API_ONLY, "--authorization-mode", "AlwaysDeny"))
                .containsExactly(AuthorizationMode.ALWAYS_DENY);
        assertThat(modes(Instance.Mode.FULL, "--authorization-mode=AlwaysAllow"))
                .containsExactly(AuthorizationMode.ALWAYS_ALLOW);
        assertThat(modes(Instance.Mode.NO_NODE, "--authorization-mode=RBAC"))
                .containsExactly(AuthorizationMode.RBAC);
    }

    @Test
    void whatWouldLeaveOwnPartsWithoutRightsIsRefused() {
        assertThatThrownBy(() -> modes(Instance.Mode.FULL, "--authorization-mode=RBAC"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(
                        "--authorization-mode: Node is needed for the node, or start none with --no-node");
        assertThatThrownBy(() -> modes(Instance.Mode.NO_NODE, "--authorization-mode=AlwaysDeny"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(
                        "--authorization-mode: RBAC is needed for the controllers, or start --api-only");
        assertThatThrownBy(() -> modes(Instance.Mode.API_ONLY, "--authorization-mode=rbac"))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(
                        "--authorization-mode: authorization-mode \"rbac\" is not a valid mode");
    }
}
