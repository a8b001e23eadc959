package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.serve.SealedData;
import dev.purser.app.terminal.Terminal;
import dev.purser.store.Entry;
import dev.purser.store.StoreException;
import dev.purser.store.seal.SealedStore;
import dev.purser.store.seal.Sealing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `purser encryption decrypt`: gives out what is stored, in plain, without a server; for recovery.
/// It needs the keys as a start does.
@Command(
        name = "decrypt",
        mixinStandardHelpOptions = true,
        description = "Print stored objects of a Purser that does not run; needs the keys.")
final class EncryptionDecryptCommand implements Callable<Integer> {
    private static final String ROOT = "/registry/";

    private final Terminal terminal;

    @Mixin private final DataDirectoryOption dataDirectory = new DataDirectoryOption();
    @Mixin private final CustodyOptions custody = new CustodyOptions();
    @Mixin private final EncryptionOptions encryption = new EncryptionOptions();

    @Parameters(
            paramLabel = "KEY",
            arity = "0..*",
            description =
                    "what to print: secrets/NAMESPACE/NAME, secrets/NAMESPACE or secrets, as the store has it (default: all Secrets)")
    private List<String> wanted = List.of("secrets");

    @Option(names = "--all", description = "print all objects of all resources")
    private boolean all;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "yaml",
            description = "yaml or json (default: ${DEFAULT-VALUE})")
    private ObjectFormat format = ObjectFormat.YAML;

    @Option(
            names = "--all-in-place",
            description = "print nothing, but store every object in plain from now on")
    private boolean inPlace;

    @Option(names = "--yes-store-secrets-in-plain", description = "confirms --all-in-place")
    private boolean confirmed;

    EncryptionDecryptCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataDirectory directory = dataDirectory.existing();
        if (inPlace && !confirmed) {
            throw new CommandFailure(
                    "--all-in-place leaves every Secret in plain on the disk; confirm it with --yes-store-secrets-in-plain");
        }
        try (StoppedData open =
                StoppedData.open(
                                directory,
                                custody.ofPresent(System.getenv()),
                                encryption.settings())
                        .orElseThrow(() ->
                                new CommandFailure(
                                        "Purser runs on %s and answers kubectl: this is for the data of one that does not run"
                                                .formatted(directory.root())))) {
            if (inPlace) {
                storeInPlain(open.data());
            } else {
                print(open.data().store());
            }
            return 0;
        }
    }

    private void print(SealedStore store) {
        List<ObjectNode> objects = new ArrayList<>();
        for (Entry entry : store.snapshot().entries()) {
            if (isWanted(entry.key())) {
                objects.add(object(entry));
            }
        }
        if (objects.isEmpty()) {
            throw new CommandFailure(
                    "nothing is stored under " + String.join(", ", all ? List.of("/") : wanted));
        }
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("apiVersion", "v1").put("kind", "List");
        objects.forEach(list.putArray("items")::add);
        terminal.line(text(list));
    }

    private boolean isWanted(String key) {
        String rest = key.startsWith(ROOT) ? key.substring(ROOT.length()) : key;
        return all
                || wanted.stream()
                        .anyMatch(name -> rest.equals(name) || rest.startsWith(name + "/"));
    }

    private static ObjectNode object(Entry entry) {
        try {
            if (JsonMapper.shared().readTree(entry.value().bytes()) instanceof ObjectNode json) {
                json.withObject("metadata")
                        .put("resourceVersion", Long.toString(entry.modRevision()));
                return json;
            }
        } catch (JacksonException _) {
            // The message might quote the object.
        }
        throw new CommandFailure(entry.key() + " is decrypted, but holds no JSON object");
    }

    private String text(ObjectNode list) {
        if (format == ObjectFormat.JSON) {
            return list.toPrettyString();
        }
        // Quoted, for YAML 1.1 reads some bare words as something else than text.
        DumpSettings settings =
                DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setDefaultScalarStyle(ScalarStyle.JSON_SCALAR_STYLE)
                        .build();
        Object tree = JsonMapper.shared().treeToValue(list, Object.class);
        return new Dump(settings).dumpToString(tree).stripTrailing();
    }

    private void storeInPlain(SealedData data) {
        SealedStore store = data.store();
        try {
            store.replace(new Sealing(List.of(), store.sealing().keyed()));
            List<String> stale = store.staleKeys();
            stale.forEach(store::rewrite);
            store.compact(Long.MAX_VALUE);
            terminal.done("%d objects are stored in plain now".formatted(stale.size()));
            terminal.warning(
                    "Purser starts on them only with an --encryption-provider-config that lets identity read secrets; purser encryption rotate encrypts again what that file says");
        } catch (StoreException e) {
            throw new CommandFailure(
                    "some objects are in plain, some are still encrypted: run this again (%s)"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    /// How objects are printed.
    enum ObjectFormat {
        YAML,
        JSON
    }
}
