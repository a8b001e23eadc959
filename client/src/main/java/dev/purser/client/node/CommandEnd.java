package dev.purser.client.node;

import dev.purser.api.status.StatusException;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How a command of `exec` or `attach` ended: the Status that the client reads from the error
/// stream, in the form that container runtimes give it.
///
/// @param status not to be changed
public record CommandEnd(ObjectNode status) {
    /// The command ended well, or an attachment ended.
    public static CommandEnd success() {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.putObject("metadata");
        status.put("status", "Success");
        return new CommandEnd(status);
    }

    /// The command ran and ended with this code.
    public static CommandEnd exited(int code, List<String> command) {
        if (code == 0) {
            return success();
        }
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.putObject("metadata");
        status.put("status", "Failure")
                .put(
                        "message",
                        ("command terminated with non-zero exit code: error executing command"
                                        + " [%s], exit code %d")
                                .formatted(String.join(" ", command), code))
                .put("reason", "NonZeroExitCode");
        status.putObject("details")
                .putArray("causes")
                .addObject()
                .put("reason", "ExitCode")
                .put("message", Integer.toString(code));
        return new CommandEnd(status);
    }

    /// The command could not be run, or nobody knows how it ended.
    public static CommandEnd failed(StatusException problem) {
        ObjectNode status = problem.toStatus();
        status.remove(List.of("kind", "apiVersion"));
        return new CommandEnd(status);
    }

    /// Whether the command ended well.
    public boolean isSuccess() {
        return status.path("status").asString("").equals("Success");
    }

    /// What went wrong, in words; empty if nothing did.
    public String message() {
        return status.path("message").asString("");
    }
}
