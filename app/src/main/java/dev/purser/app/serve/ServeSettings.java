package dev.purser.app.serve;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.app.keys.CustodySettings;
import dev.purser.encryption.live.EncryptionSettings;
import dev.purser.node.settings.KubeletConfiguration;
import dev.purser.server.ServingSettings;
import dev.purser.server.access.AuthenticationSettings;
import dev.purser.server.admission.AdmissionSettings;
import dev.purser.server.admission.advice.SilencedTopics;
import dev.purser.server.audit.AuditSettings;
import dev.purser.server.authz.AuthorizationMode;
import java.net.InetSocketAddress;
import java.util.List;

/// What to run, and where.
///
/// @param address where the API listens; port 0 takes a free one
/// @param hostName the machine's name, which is the node's too
/// @param silenced what people are never warned of
/// @param authentication how callers are known
/// @param authorization what decides who may do what
/// @param custody who guards the keys that encrypt by default
/// @param serving how requests are treated
/// @param audit what goes into which audit log
/// @param admission which plugins complete and refuse objects
/// @param encryption what is encrypted in the store, and how
/// @param kubelet how the node is to behave
/// @param external how the kinds of `external-secrets.io` are kept
public record ServeSettings(
        DataDirectory directory,
        Instance.Mode mode,
        InetSocketAddress address,
        String hostName,
        SilencedTopics silenced,
        AuthenticationSettings authentication,
        List<AuthorizationMode> authorization,
        CustodySettings custody,
        ServingSettings serving,
        AuditSettings audit,
        AdmissionSettings admission,
        EncryptionSettings encryption,
        KubeletConfiguration kubelet,
        ExternalSettings external) {

    /// What runs when nobody asks for more, with its keys in a directory beside the data.
    public ServeSettings(
            DataDirectory directory,
            Instance.Mode mode,
            InetSocketAddress address,
            String hostName) {
        this(
                directory,
                mode,
                address,
                hostName,
                SilencedTopics.NONE,
                AuthenticationSettings.defaults(),
                AuthorizationMode.standard(),
                CustodySettings.inDirectory(
                        directory.root().resolveSibling(directory.root().getFileName() + ".keys")),
                ServingSettings.defaults(),
                AuditSettings.off(),
                AdmissionSettings.defaults(),
                EncryptionSettings.defaults(),
                KubeletConfiguration.defaults(),
                ExternalSettings.of(mode));
    }

    /// With another custody of the keys.
    public ServeSettings withCustody(CustodySettings other) {
        return new ServeSettings(
                directory,
                mode,
                address,
                hostName,
                silenced,
                authentication,
                authorization,
                other,
                serving,
                audit,
                admission,
                encryption,
                kubelet,
                external);
    }

    /// With another audit log.
    public ServeSettings withAudit(AuditSettings other) {
        return new ServeSettings(
                directory,
                mode,
                address,
                hostName,
                silenced,
                authentication,
                authorization,
                custody,
                serving,
                other,
                admission,
                encryption,
                kubelet,
                external);
    }

    /// With another word on encryption.
    public ServeSettings withEncryption(EncryptionSettings other) {
        return new ServeSettings(
                directory,
                mode,
                address,
                hostName,
                silenced,
                authentication,
                authorization,
                custody,
                serving,
                audit,
                admission,
                other,
                kubelet,
                external);
    }

    /// With another word on external secrets.
    public ServeSettings withExternal(ExternalSettings other) {
        return new ServeSettings(
                directory,
                mode,
                address,
                hostName,
                silenced,
                authentication,
                authorization,
                custody,
                serving,
                audit,
                admission,
                encryption,
                kubelet,
                other);
    }
}
