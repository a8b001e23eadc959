package dev.purser.encryption.config;

/// A file that is no valid EncryptionConfiguration. The message is kube-apiserver's, fit for
/// whoever wrote the file, and shows no key.
public final class EncryptionConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    public EncryptionConfigurationException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
