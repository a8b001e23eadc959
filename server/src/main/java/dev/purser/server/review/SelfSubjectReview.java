package dev.purser.server.review;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.registry.AnsweringResource;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// `selfsubjectreviews`: who the server takes the caller for (`kubectl auth whoami`).
public final class SelfSubjectReview implements AnsweringResource {
    private final InstantSource clock;

    public SelfSubjectReview(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public KubeObject answer(Identity identity, Attributes attributes, KubeObject review) {
        review.metadata()
                .put(
                        "creationTimestamp",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        review.json().putObject("status").set("userInfo", UserInfo.of(identity));
        return review;
    }
}
