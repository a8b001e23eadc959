package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.object.ObjectSource;
import java.util.List;

/// Gives new Ingresses that name no class the default one.
public final class DefaultIngressClass implements AdmissionPlugin {
    private static final String GROUP = "networking.k8s.io";
    private static final GroupResource INGRESSES = new GroupResource(GROUP, "ingresses");
    private static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";

    private final DefaultClass defaultClass;

    public DefaultIngressClass(ObjectSource objects) {
        this.defaultClass =
                new DefaultClass(
                        objects,
                        new GroupVersionResource(GROUP, "v1", "ingressclasses"),
                        List.of("ingressclass.kubernetes.io/is-default-class"));
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.operation() != Operation.CREATE || !request.isFor(INGRESSES)) {
            return;
        }
        KubeObject ingress = request.object().orElseThrow();
        boolean hasClass =
                ingress.annotations().containsKey(CLASS_ANNOTATION)
                        || ingress.spec().hasNonNull("ingressClassName");
        if (!hasClass) {
            defaultClass.name().ifPresent(name -> ingress.spec().put("ingressClassName", name));
        }
    }
}
