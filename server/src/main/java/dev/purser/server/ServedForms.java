package dev.purser.server;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.server.admission.policy.Completion;
import dev.purser.server.registry.Resources;
import dev.purser.server.registry.ServedResource;
import java.util.Optional;

/// How the objects of served resources are read again after admission has changed them.
record ServedForms(Resources resources) implements Completion {
    @Override
    public Optional<Form> form(GroupVersionResource resource) {
        return resources.find(resource).map(ServedForm::new);
    }

    private record ServedForm(ServedResource resource) implements Form {
        @Override
        public ObjectSchema schema() {
            return resource.schema();
        }

        @Override
        public KubeObject complete(KubeObject changed) throws DecodingException {
            KubeObject decoded = resource.form().decode(changed.json()).object();
            resource.rules().setDefaults(decoded);
            return resource.form().completed(decoded);
        }
    }
}
