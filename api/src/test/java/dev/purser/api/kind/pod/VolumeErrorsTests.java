package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wrong with volumes: each case with all complaints, in Kubernetes' words.
class VolumeErrorsTests {
    private final PodSpecs pods = new PodSpecs();

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(
                        "'volumes':[{'name':'A','emptyDir':{}}]",
                        List.of(
                                "spec.volumes[0].name: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')")),
                Arguments.of(
                        "'volumes':[{'name':'v','emptyDir':{}},{'name':'v','emptyDir':{}}]",
                        List.of("spec.volumes[1].name: Duplicate value: \"v\"")),
                Arguments.of(
                        "'volumes':[{'name':'v','emptyDir':{},'hostPath':{'path':'/a'}}]",
                        List.of(
                                "spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type")),
                Arguments.of(
                        "'volumes':[{'name':'v','emptyDir':{},'downwardAPI':{}}]",
                        List.of(
                                "spec.volumes[0].downwarAPI: Forbidden: may not specify more than 1 volume type")),
                Arguments.of(
                        "'volumes':[{'name':'v','emptyDir':{'sizeLimit':'-1'}}]",
                        List.of(
                                "spec.volumes[0].emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity")),
                Arguments.of(
                        "'volumes':[{'name':'v','hostPath':{'path':'/a/../b','type':'X'}}]",
                        List.of(
                                "spec.volumes[0].hostPath.path: Invalid value: \"/a/../b\": must not contain '..'",
                                "spec.volumes[0].hostPath.type: Unsupported value: \"X\": supported values: \"\", \"BlockDevice\", \"CharDevice\", \"Directory\", \"DirectoryOrCreate\", \"File\", \"FileOrCreate\", \"Socket\"")),
                Arguments.of(
                        "'volumes':[{'name':'v','hostPath':{}}]",
                        List.of("spec.volumes[0].hostPath.path: Required value")),
                Arguments.of(
                        "'volumes':[{'name':'v','secret':{'items':[{'key':'k','path':'../a'}]}}]",
                        List.of(
                                "spec.volumes[0].secret.items[0].path: Invalid value: \"../a\": must not contain '..'",
                                "spec.volumes[0].secret.secretName: Required value")),
                Arguments.of(
                        "'volumes':[{'name':'v','configMap':{'name':'c','defaultMode':512,'items':[{'path':'..a'}]}}]",
                        List.of(
                                "spec.volumes[0].configMap.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive",
                                "spec.volumes[0].configMap.items[0].key: Required value",
                                "spec.volumes[0].configMap.items[0].path: Invalid value: \"..a\": must not start with '..'")),
                Arguments.of(
                        "'volumes':[{'name':'v','persistentVolumeClaim':{}}]",
                        List.of("spec.volumes[0].persistentVolumeClaim.claimName: Required value")),
                Arguments.of(
                        "'volumes':[{'name':'v','image':{}}]",
                        List.of("spec.volumes[0].image.reference: Required value")),
                Arguments.of(
                        "'volumes':[{'name':'v','nfs':{'server':'s','path':'a'}}]",
                        List.of(
                                "spec.volumes[0].nfs.path: Invalid value: \"a\": must be an absolute path")),
                Arguments.of(
                        "'volumes':[{'name':'v','iscsi':{'targetPortal':'t','iqn':'iqx','lun':256}}]",
                        List.of(
                                "spec.volumes[0].iscsi.iqn: Invalid value: \"iqx\": must be valid format starting with iqn, eui, or naa",
                                "spec.volumes[0].iscsi.lun: Invalid value: 256: must be between 0 and 255, inclusive")),
                Arguments.of(
                        "'volumes':[{'name':'v','iscsi':{'targetPortal':'t','iqn':'eui.1','lun':0,'chapAuthSession':true}}]",
                        List.of(
                                "spec.volumes[0].iscsi.iqn: Invalid value: \"eui.1\": must be valid format",
                                "spec.volumes[0].iscsi.secretRef: Required value")),
                Arguments.of(
                        "'volumes':[{'name':'v','fc':{'targetWWNs':['a']}}]",
                        List.of(
                                "spec.volumes[0].fc.lun: Required value: lun is required if targetWWNs is specified")),
                Arguments.of(
                        "'volumes':[{'name':'v','flexVolume':{'driver':'d','options':{'a.k8s.io/x':'y'}}}]",
                        List.of(
                                "spec.volumes[0].flexVolume.options[a.k8s.io/x]: Invalid value: \"a.k8s.io/x\": kubernetes.io and k8s.io namespaces are reserved")),
                Arguments.of(
                        "'volumes':[{'name':'v','gcePersistentDisk':{'partition':256}}]",
                        List.of(
                                "spec.volumes[0].persistentDisk.partition: Invalid value: 256: must be between 1 and 255, inclusive",
                                "spec.volumes[0].persistentDisk.pdName: Required value")),
                Arguments.of(
                        "'volumes':[{'name':'v','azureDisk':{'diskName':'d','diskURI':'x','kind':'Managed'}}]",
                        List.of(
                                "spec.volumes[0].azureDisk.diskURI: Unsupported value: \"x\": supported values: \"/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}\"")),
                Arguments.of(
                        "'volumes':[{'name':'v','quobyte':{'registry':'a','volume':'v'}}]",
                        List.of(
                                "spec.volumes[0].quobyte.registry: Invalid value: \"a\": must be a host:port pair or multiple pairs separated by commas")),
                Arguments.of(
                        "'volumes':[{'name':'v','flocker':{}}]",
                        List.of(
                                "spec.volumes[0].flocker: Required value: one of datasetName and datasetUUID is required")),
                Arguments.of(
                        "'volumes':[{'name':'v','csi':{'driver':'A_b'}}]",
                        List.of(
                                "spec.volumes[0].csi.driver: Invalid value: \"A_b\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")),
                Arguments.of(
                        "'volumes':[{'name':'v','storageos':{'volumeName':'A'}}]",
                        List.of(
                                "spec.volumes[0].storageos.volumeName: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')")),
                Arguments.of(
                        "'volumes':[{'name':'v','ephemeral':{}}]",
                        List.of("spec.volumes[0].ephemeral.volumeClaimTemplate: Required value")),
                Arguments.of(
                        "'volumes':[{'name':'v','ephemeral':{'volumeClaimTemplate':{'metadata':{'name':'x'},'spec':{'accessModes':['X'],'resources':{'requests':{'storage':'0'}}}}}}]",
                        List.of(
                                "spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.name: Forbidden: cannot be set",
                                "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Unsupported value: \"X\": supported values: \"ReadOnlyMany\", \"ReadWriteMany\", \"ReadWriteOnce\", \"ReadWriteOncePod\"",
                                "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: Invalid value: \"0\": must be greater than zero")),
                Arguments.of(
                        "'volumes':[{'name':'v','ephemeral':{'volumeClaimTemplate':{'spec':{'accessModes':['ReadWriteOnce'],'resources':{'requests':{'storage':'1'}}}}}},{'name':'w','persistentVolumeClaim':{'claimName':'p-v'}}]",
                        List.of(
                                "spec.volumes[1].persistentVolumeClaim.claimName: Invalid value: \"p-v\": must not reference a PVC that gets created for an ephemeral volume")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areComplainedAbout(String fields, List<String> complaints) {
        assertThat(pods.podErrors(fields)).containsExactlyInAnyOrderElementsOf(complaints);
    }
}
