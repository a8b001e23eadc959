package dev.purser.server.request;

import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the audit log is told of one request while it is carried out. Thread-safe.
public interface AuditTrail extends AuditAnnotations {
    /// The trail of what nobody audits.
    AuditTrail NONE =
            new AuditTrail() {
                @Override
                public void add(String key, String value) {
                    // Nobody asks for it.
                }

                @Override
                public void actsAs(Identity identity, String constraint) {
                    // Nobody asks for it.
                }

                @Override
                public void requestObject(ObjectNode object) {
                    // Nobody asks for it.
                }

                @Override
                public void requestBody(Supplier<JsonNode> body) {
                    // Nobody asks for it.
                }
            };

    /// Whom the sender acts as.
    ///
    /// @param constraint the verb that allows it for this request alone; empty when it is allowed
    ///   for all that the other may do
    void actsAs(Identity identity, String constraint);

    /// The object that the request brought, decoded and with its defaults; what matters of it is
    /// read before this returns.
    void requestObject(ObjectNode object);

    /// What the request brought that is no object with a name: a patch, the options of a deletion.
    ///
    /// @param body makes it, if the log wants it at all
    void requestBody(Supplier<JsonNode> body);
}
