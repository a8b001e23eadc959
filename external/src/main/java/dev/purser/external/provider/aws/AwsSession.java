package dev.purser.external.provider.aws;

import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/// Who a store is to AWS, for as long as it is open.
///
/// @param credentials renewed by themselves where they end
/// @param opened closed with the session, in this order
record AwsSession(AwsCredentialsProvider credentials, List<SdkAutoCloseable> opened)
        implements AutoCloseable {
    @Override
    public void close() {
        opened.forEach(SdkAutoCloseable::close);
    }
}
