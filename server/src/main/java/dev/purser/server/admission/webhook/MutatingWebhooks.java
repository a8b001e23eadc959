package dev.purser.server.admission.webhook;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.JsonText;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.patch.PatchType;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.policy.Completion;
import dev.purser.server.admission.policy.JsonPatchMismatch;
import dev.purser.server.admission.policy.PolicySurroundings;
import dev.purser.server.meter.Counters;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Lets webhooks change objects, one after the other; without any it costs nothing. Thread-safe.
///
/// After a change all that came before has its say again, and then those webhooks that want it.
public final class MutatingWebhooks implements AdmissionPlugin {
    private final HookIndex index;
    private final Hooks hooks;
    private final Completion completion;
    private final Consumer<AdmissionRequest> before;
    private final JsonText jsonText = new JsonText();

    /// @param completion reads objects again that were changed
    /// @param before lets what came before the webhooks have its say again
    /// @param random names questions
    public MutatingWebhooks(
            PolicySurroundings surroundings,
            Completion completion,
            Consumer<AdmissionRequest> before,
            Counters counters,
            RandomGenerator random) {
        this.index = new HookIndex(surroundings.objects(), "mutatingwebhookconfigurations");
        this.hooks = new Hooks(Hooks.Sort.MUTATING, surroundings, counters, random);
        this.completion = completion;
        this.before = before;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        List<Hook> all = index.all();
        if (!all.isEmpty() && !Hooks.isExempt(request)) {
            new Pass(request).invoke(all);
        }
    }

    /// One request on its way through the webhooks. For one use.
    private final class Pass {
        private final AdmissionRequest request;

        /// Those that were asked already and want to be asked again.
        private final Set<Hook> asked = new LinkedHashSet<>();

        /// Those of them after which the object was changed.
        private final Set<Hook> again = new LinkedHashSet<>();

        private boolean isChanged;

        Pass(AdmissionRequest request) {
            this.request = request;
        }

        void invoke(List<Hook> all) {
            all.forEach(hook -> invoke(hook, 0));
            if (!isChanged) {
                return;
            }
            Optional<KubeObject> left = request.object().map(KubeObject::copy);
            before.accept(request);
            if (!left.equals(request.object())) {
                again.addAll(asked);
            }
            all.stream().filter(again::contains).forEach(hook -> invoke(hook, 1));
        }

        private void invoke(Hook hook, int round) {
            Optional<GroupVersionResource> matched = hooks.matching(hook, request);
            if (matched.isEmpty()) {
                return;
            }
            boolean hasChanged = false;
            try {
                Review.Verdict verdict = hooks.ask(hook, request, matched.get());
                hooks.heed(hook, request, verdict);
                hasChanged = !verdict.patch().isEmpty() && apply(hook, verdict.patch());
            } catch (CallException failure) {
                hooks.fail(hook, request, failure, round);
            }
            note(hook, round, hasChanged);
            if (hasChanged) {
                isChanged = true;
                again.addAll(asked);
            }
            if (hook.isReinvoked()) {
                asked.add(hook);
            }
        }

        /// The patch itself is not noted: it may hold what nobody else is to read.
        private void note(Hook hook, int round, boolean hasChanged) {
            request.annotations()
                    .add(
                            "mutation.webhook.admission.k8s.io/round_%d_index_%d"
                                    .formatted(round, hook.index()),
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("configuration", hook.configuration())
                                    .put("webhook", hook.name())
                                    .put("mutated", hasChanged)
                                    .toString());
        }

        /// Whether the patch has changed the object.
        private boolean apply(Hook hook, String text) throws CallException {
            JsonNode patch = patch(text);
            if (patch.isEmpty()) {
                return false;
            }
            KubeObject object =
                    request.object()
                            .orElseThrow(() ->
                                    StatusErrors.internal(
                                            "admission webhook \"%s\" attempted to modify the object, which is not supported for this operation"
                                                    .formatted(hook.name()),
                                            new IllegalStateException("there is no object")));
            KubeObject changed = changed(object, patch);
            if (changed.equals(object)) {
                return false;
            }
            object.json().removeAll();
            object.json().setAll(changed.json());
            return true;
        }

        private JsonNode patch(String text) throws CallException {
            try {
                return jsonText.parse(text.getBytes(StandardCharsets.UTF_8));
            } catch (DecodingException e) {
                throw new CallException(
                        "received undecodable patch in webhook response: " + e.getMessage(), 503);
            }
        }

        private KubeObject changed(KubeObject object, JsonNode patch) {
            Completion.Form form = form();
            ObjectNode changed = object.json().deepCopy();
            for (JsonNode operation : patch) {
                changed = changed(changed, operation, form);
            }
            try {
                return form.complete(KubeObject.of(changed));
            } catch (DecodingException e) {
                throw StatusErrors.internal(String.valueOf(e.getMessage()), e);
            }
        }

        private static ObjectNode changed(
                ObjectNode object, JsonNode operation, Completion.Form form) {
            ArrayNode one = JsonNodeFactory.instance.arrayNode().add(operation);
            try {
                return PatchType.JSON.read(one, List.of()).apply(object, form.schema()).object();
            } catch (StatusException e) {
                String why = JsonPatchMismatch.why(operation, object).orElse(e.getMessage());
                throw StatusErrors.internal(why, e);
            }
        }

        private Completion.Form form() {
            GroupVersionResource resource =
                    new GroupVersionResource(
                            request.attributes().group(),
                            request.attributes().version(),
                            request.attributes().resource());
            return completion
                    .form(resource)
                    .orElseThrow(
                            () -> StatusErrors.notFound(resource.groupResource(), request.name()));
        }
    }
}
