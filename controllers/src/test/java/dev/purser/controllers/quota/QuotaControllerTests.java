package dev.purser.controllers.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class QuotaControllerTests {
    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void quota(String spec) {
        cluster.create(
                Resources.RESOURCE_QUOTAS,
                "{\"metadata\":{\"namespace\":\"default\",\"name\":\"q\"},\"spec\":%s}"
                        .formatted(spec));
    }

    private void awaitUsed(String used) {
        cluster.awaitThat(() ->
                assertThat(
                                cluster.find(Resources.RESOURCE_QUOTAS, "default", "q")
                                        .orElseThrow()
                                        .json()
                                        .path("status")
                                        .path("used")
                                        .toString())
                        .isEqualTo(used));
    }

    private void pod(String name) {
        cluster.create(
                Resources.PODS,
                """
                {"metadata":{"namespace":"default","name":"%s"},
                 "spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"200m"}}}]}}
                """
                        .formatted(name));
    }

    private void end(String pod) {
        cluster.patchStatus(
                Resources.PODS,
                "default",
                pod,
                JsonMapper.shared().createObjectNode().put("phase", "Failed"));
    }

    @Test
    void countsWhatThereIsWhenAQuotaIsNew() {
        pod("a");
        pod("b");
        end("b");

        quota(
                """
                {"hard":{"pods":"5","count/pods":"5","requests.cpu":"2","configmaps":"9","count/deployments.apps":"1","unknown":"1"}}
                """);

        awaitUsed(
                """
                {"configmaps":"1","count/deployments.apps":"0","count/pods":"2","pods":"1","requests.cpu":"200m"}\
                """
                        .strip());
    }

    @Test
    void givesBackWhatIsDeletedAndWhatHasEnded() {
        pod("a");
        pod("b");
        quota("{\"hard\":{\"pods\":\"5\"}}");
        awaitUsed("{\"pods\":\"2\"}");

        cluster.delete(Resources.PODS, "default", "a");
        awaitUsed("{\"pods\":\"1\"}");

        end("b");
        awaitUsed("{\"pods\":\"0\"}");
    }

    @Test
    void countsOnlyWhatLiesInTheScopes() {
        pod("a");

        quota("{\"hard\":{\"pods\":\"5\"},\"scopes\":[\"BestEffort\"]}");

        awaitUsed("{\"pods\":\"0\"}");
    }

    @Test
    void followsTheLimits() {
        quota("{\"hard\":{\"pods\":\"5\"}}");
        awaitUsed("{\"pods\":\"0\"}");

        cluster.change(
                Resources.RESOURCE_QUOTAS,
                "q",
                quota -> quota.spec().putObject("hard").put("configmaps", "3"));

        awaitUsed("{\"configmaps\":\"1\"}");
    }
}
