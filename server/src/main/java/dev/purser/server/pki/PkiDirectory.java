package dev.purser.server.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The directory of keys and certificates, mode 0700. A credential is one PEM file with key and
/// certificate, so that the two never disagree; the authority's certificate is a file of its own,
/// for people to hand out.
final class PkiDirectory {
    private final Path directory;

    PkiDirectory(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new PkiException(directory + " cannot be made", e);
        }
    }

    Optional<X509Certificate> certificate(String file) {
        return block(file, Pem.CERTIFICATE, KeyMaterial::certificate);
    }

    Optional<PrivateKey> privateKey(String file) {
        return block(file, Pem.PRIVATE_KEY, KeyMaterial::privateKey);
    }

    Optional<PublicKey> publicKey(String file) {
        return block(file, Pem.PUBLIC_KEY, KeyMaterial::publicKey);
    }

    /// Every public key of a file, in order; none when there is no such file.
    List<PublicKey> publicKeys(String file) {
        try {
            List<PublicKey> keys = new ArrayList<>();
            for (byte[] der : Pem.decodeAll(Pem.PUBLIC_KEY, Files.readString(path(file)))) {
                keys.add(KeyMaterial.publicKey(der));
            }
            return keys;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new PkiException(path(file) + " cannot be read", e);
        }
    }

    void writePublicKeys(String file, List<PublicKey> keys) {
        StringBuilder text = new StringBuilder();
        keys.forEach(key -> text.append(Pem.encode(Pem.PUBLIC_KEY, key.getEncoded())));
        write(file, () -> DurableFile.writePublic(path(file), text.toString()));
    }

    /// When a file was last written; empty when there is none.
    Optional<FileTime> written(String file) {
        try {
            return Optional.of(Files.getLastModifiedTime(path(file)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// A key with its certificate; empty when the file is not there or lacks one of them.
    Optional<CertifiedKey> credential(String file) {
        Optional<PrivateKey> key = privateKey(file);
        return key.isEmpty()
                ? Optional.empty()
                : certificate(file).map(certificate -> new CertifiedKey(key.get(), certificate));
    }

    void writeCertificate(String file, CertifiedKey credential) {
        write(file, () -> DurableFile.writePublic(path(file), credential.certificatePem()));
    }

    void writeCredential(String file, CertifiedKey credential) {
        String text = credential.certificatePem() + credential.privateKeyPem();
        write(file, () -> DurableFile.writePrivate(path(file), text));
    }

    void writeKeyPair(String file, KeyPair keys) {
        String text =
                Pem.encode(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded())
                        + Pem.encode(Pem.PUBLIC_KEY, keys.getPublic().getEncoded());
        write(file, () -> DurableFile.writePrivate(path(file), text));
    }

    private Path path(String file) {
        return directory.resolve(file);
    }

    private <T> Optional<T> block(String file, String label, Decoder<T> decoder) {
        try {
            Optional<byte[]> der = Pem.decode(label, Files.readString(path(file)));
            return der.isEmpty() ? Optional.empty() : Optional.of(decoder.decode(der.get()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new PkiException(path(file) + " cannot be read", e);
        }
    }

    private void write(String file, Write write) {
        try {
            write.run();
        } catch (IOException e) {
            throw new PkiException(path(file) + " cannot be written", e);
        }
    }

    private interface Decoder<T> {
        T decode(byte[] der) throws GeneralSecurityException;
    }

    private interface Write {
        void run() throws IOException;
    }
}
