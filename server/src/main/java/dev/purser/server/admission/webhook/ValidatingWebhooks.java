package dev.purser.server.admission.webhook;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.policy.PolicySurroundings;
import dev.purser.server.meter.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.random.RandomGenerator;

/// Lets webhooks refuse requests. All are asked at once; without any it costs nothing. Thread-safe.
public final class ValidatingWebhooks implements AdmissionPlugin {
    private final HookIndex index;
    private final Hooks hooks;

    /// @param random names questions
    public ValidatingWebhooks(
            PolicySurroundings surroundings, Counters counters, RandomGenerator random) {
        this.index = new HookIndex(surroundings.objects(), "validatingwebhookconfigurations");
        this.hooks = new Hooks(Hooks.Sort.VALIDATING, surroundings, counters, random);
    }

    private record Question(Hook hook, FutureTask<Review.Verdict> answer) {}

    @Override
    public void validate(AdmissionRequest request) {
        List<Hook> all = index.all();
        if (all.isEmpty() || Hooks.isExempt(request)) {
            return;
        }
        List<Question> questions = new ArrayList<>();
        for (Hook hook : all) {
            hooks.matching(hook, request)
                    .ifPresent(matched -> questions.add(question(hook, request, matched)));
        }
        questions.forEach(question -> Thread.ofVirtual().start(question.answer));
        questions.forEach(question -> heed(question, request));
    }

    private Question question(Hook hook, AdmissionRequest request, GroupVersionResource matched) {
        return new Question(hook, new FutureTask<>(() -> hooks.ask(hook, request, matched)));
    }

    private void heed(Question question, AdmissionRequest request) {
        try {
            hooks.heed(question.hook, request, question.answer.get());
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case CallException failure -> hooks.fail(question.hook, request, failure, 0);
                case RuntimeException defect -> throw defect;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            hooks.fail(question.hook, request, new CallException("context canceled", 503), 0);
        }
    }
}
