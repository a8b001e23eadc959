/// Who owns which field of an object (`metadata.managedFields`), and server-side apply on top of
/// it.
///
/// Every write records the fields it changed under the name of its writer; another writer's change
/// takes ownership away. [dev.purser.api.managed.FieldOwners] is the entry. Which parts of an
/// object have owners of their own is the schema's word: structs and maps per member, lists per
/// item where they are sets or have keys, atomic values as a whole. The rules are those of
/// Kubernetes' structured merge and diff; the format is `FieldsV1`.
///
/// See <https://kubernetes.io/docs/reference/using-api/server-side-apply/>.
@NullMarked
package dev.purser.api.managed;

import org.jspecify.annotations.NullMarked;
