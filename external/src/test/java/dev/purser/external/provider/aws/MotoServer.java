package dev.purser.external.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// A server of moto, which speaks AWS' protocols and checks signatures and policies once it is told
/// to.
final class MotoServer implements AutoCloseable {
    static final String VARIABLE = "PURSER_TEST_MOTO";
    static final String NOT_RUN =
            "NOT RUN against moto: PURSER_TEST_MOTO names no moto_server (acceptance/external/moto.sh"
                    + " installs one)";
    static final String REGION = "eu-central-1";
    static final String ALL = "{\"Version\":\"2012-10-17\",\"Statement\":[%s]}";
    static final String ANYTHING =
            ALL.formatted("{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}");

    private static final Duration START_MAX = Duration.ofSeconds(60);

    private final Process process;
    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();

    private MotoServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    static MotoServer start() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process =
                new ProcessBuilder(
                                System.getenv(VARIABLE),
                                "--host",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        MotoServer moto = new MotoServer(process, URI.create("http://127.0.0.1:" + port));
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (!moto.answers()) {
            assertThat(process.isAlive() && System.nanoTime() < deadline).isTrue();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return moto;
    }

    URI address() {
        return address;
    }

    private boolean answers() throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(address.resolve("/moto-api/")).build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false; // it is not listening yet
        }
    }

    /// From now on only those may call who are known, and only as their policies say.
    void beStrict() throws Exception {
        post("/moto-api/reset-auth", "text/plain", "0");
    }

    private String post(String path, String type, String body) throws Exception {
        HttpResponse<String> response =
                http.send(
                        HttpRequest.newBuilder(address.resolve(path))
                                .header("Content-Type", type)
                                .header(
                                        "Authorization",
                                        "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/iam/aws4_request,"
                                                + " SignedHeaders=host, Signature=any")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(200);
        return response.body();
    }

    private String iam(String action, String parameters) throws Exception {
        return post(
                "/",
                "application/x-www-form-urlencoded",
                "Action=" + action + "&Version=2010-05-08" + parameters);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// Makes a user with a policy of its own, before the server is strict.
    Keys user(String name, String policy) throws Exception {
        iam("CreateUser", "&UserName=" + name);
        iam(
                "PutUserPolicy",
                "&UserName=" + name + "&PolicyName=own&PolicyDocument=" + encoded(policy));
        String answer = iam("CreateAccessKey", "&UserName=" + name);
        return new Keys(element(answer, "AccessKeyId"), element(answer, "SecretAccessKey"));
    }

    /// Makes a role that anybody who may may assume, before the server is strict.
    ///
    /// @return its ARN
    String role(String name, String policy, String trust) throws Exception {
        String answer =
                iam(
                        "CreateRole",
                        "&RoleName=" + name + "&AssumeRolePolicyDocument=" + encoded(trust));
        iam(
                "PutRolePolicy",
                "&RoleName=" + name + "&PolicyName=own&PolicyDocument=" + encoded(policy));
        return element(answer, "Arn");
    }

    private static String element(String xml, String name) {
        Matcher matcher = Pattern.compile("<%1$s>([^<]*)</%1$s>".formatted(name)).matcher(xml);
        assertThat(matcher.find()).as("%s in %s", name, xml).isTrue();
        return matcher.group(1);
    }

    /// An access key of a user.
    record Keys(String id, String key) {
        StaticCredentialsProvider provider() {
            return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, key));
        }
    }

    @Override
    public void close() throws InterruptedException {
        http.close();
        process.destroy();
        process.waitFor();
    }
}
