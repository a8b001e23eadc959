package dev.purser.server.pki;

import dev.purser.store.Value;
import dev.purser.store.seal.SealedBy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/// The directory of keys and certificates, mode 0700; files with private keys are sealed. A
/// credential is one PEM file with key and certificate, so that the two never disagree; the
/// authority's certificate is a file of its own, for people to hand out.
final class PkiDirectory {
    private final Path directory;
    private final Optional<FileSeal> seal;

    /// @param seal empty to write everything in plain
    PkiDirectory(Path directory, Optional<FileSeal> seal) {
        this.directory = directory;
        this.seal = seal;
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
            for (byte[] der : Pem.decodeAll(Pem.PUBLIC_KEY, text(file))) {
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
        writePrivate(file, text);
    }

    void writeKeyPair(String file, KeyPair keys) {
        String text =
                Pem.encode(Pem.PRIVATE_KEY, keys.getPrivate().getEncoded())
                        + Pem.encode(Pem.PUBLIC_KEY, keys.getPublic().getEncoded());
        writePrivate(file, text);
    }

    private void writePrivate(String file, String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        if (seal.isEmpty()) {
            write(file, () -> DurableFile.writePrivate(path(file), plain));
            return;
        }
        FileSeal present = seal.get();
        // A rotation that reads this file and writes it again comes before or after.
        synchronized (present) {
            byte[] sealed = present.seal(file, plain);
            write(file, () -> DurableFile.writePrivate(path(file), sealed));
        }
    }

    private String text(String file) throws IOException {
        byte[] stored = Files.readAllBytes(path(file));
        if (seal.isPresent()) {
            stored = seal.get().open(file, stored);
        } else if (SealedBy.isSealed(Value.of(stored))) {
            throw new PkiException(path(file) + " is sealed, and no keys were given to open it");
        }
        return new String(stored, StandardCharsets.UTF_8);
    }

    private Path path(String file) {
        return directory.resolve(file);
    }

    private <T> Optional<T> block(String file, String label, Decoder<T> decoder) {
        try {
            Optional<byte[]> der = Pem.decode(label, text(file));
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
