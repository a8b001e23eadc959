package dev.purser.app.serve;

import dev.purser.client.time.Timers;
import dev.purser.server.pki.CertifiedKey;
import dev.purser.server.pki.ClientSubject;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.PkiException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews the certificates of a running Purser well before they end: the server shows the new one
/// from the next connection on, the administrator's goes into the kubeconfig. Without it a Purser
/// that runs for a year would lock its own administrator out.
final class CertificateRenewal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateRenewal.class);
    private static final Duration PERIOD = Duration.ofHours(1);

    private final ClusterPki pki;
    private final Timers timers;
    private final Consumer<CertifiedKey> kubeconfig;
    private final Thread thread =
            Thread.ofVirtual().name("certificate-renewal").unstarted(this::run);
    private X509Certificate written;
    private boolean authorityTold;

    /// @param kubeconfig writes the administrator's kubeconfig
    CertificateRenewal(ClusterPki pki, Timers timers, Consumer<CertifiedKey> kubeconfig) {
        this.pki = pki;
        this.timers = timers;
        this.kubeconfig = kubeconfig;
        CertifiedKey admin = pki.client(ClientSubject.admin());
        kubeconfig.accept(admin);
        this.written = admin.certificate();
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                timers.sleep(PERIOD);
                renew();
            }
        } catch (InterruptedException e) {
            LOG.debug("Certificates are no longer renewed");
        }
    }

    /// Renews what is due. What fails is tried again at the next turn.
    void renew() {
        try {
            X509Certificate serving = pki.serving().certificate();
            LOG.debug("The serving certificate ends {}", serving.getNotAfter().toInstant());
            CertifiedKey admin = pki.client(ClientSubject.admin());
            if (!admin.certificate().equals(written)) {
                kubeconfig.accept(admin);
                written = admin.certificate();
                LOG.info(
                        "The administrator's certificate was renewed, it ends {}",
                        written.getNotAfter().toInstant());
            }
        } catch (PkiException e) {
            LOG.warn("Certificates cannot be renewed: {}", e.getMessage());
        }
        if (pki.isAuthorityDue() && !authorityTold) {
            authorityTold = true;
            LOG.warn(
                    "The certificate authority ends {}: restart Purser to renew it",
                    pki.authority().getNotAfter().toInstant());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
