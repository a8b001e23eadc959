package dev.purser.server.endpoint;

import dev.purser.server.request.Attributes;
import dev.purser.server.request.AuditTrail;
import dev.purser.server.request.Identity;
import dev.purser.server.request.RequestInfo;
import dev.purser.server.request.UserAgent;
import dev.purser.server.request.Warnings;
import dev.purser.wire.request.ApiRequest;
import java.util.ArrayList;
import java.util.List;

/// One request on its way through the server, once it is known who sent it and that they may.
///
/// @param warnings gathers the texts of `Warning` headers
/// @param audit takes what the audit log is to know of the request
public record Exchange(
        ApiRequest request,
        RequestInfo info,
        Identity identity,
        List<String> warnings,
        AuditTrail audit) {
    /// An exchange without warnings so far, which nobody audits.
    public static Exchange of(ApiRequest request, RequestInfo info, Identity identity) {
        return new Exchange(request, info, identity, new ArrayList<>(), AuditTrail.NONE);
    }

    public Attributes attributes() {
        return info.attributes();
    }

    /// Adds a warning that the client has not been given yet.
    public void warn(String text) {
        if (!warnings.contains(text)) {
            warnings.add(text);
        }
    }

    /// Where a write puts what its client should hear.
    Warnings warningsOfWrite() {
        UserAgent agent = new UserAgent(request.headers().first("User-Agent"));
        return new Warnings() {
            @Override
            public void accept(String text) {
                warn(text);
            }

            @Override
            public boolean areReadByPeople() {
                return agent.isPeoplesTool();
            }
        };
    }
}
