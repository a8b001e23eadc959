package dev.purser.external.sync;

/// What conditions and events say, in the operator's words, which people and programs look for.
final class SyncMessages {
    static final String SYNCED = "secret synced";
    static final String RETAINED = "secret retained due to DeletionPolicy=Retain";
    static final String DELETED = "secret deleted due to DeletionPolicy=Delete";
    static final String MISSING = "secret will not be created due to CreationPolicy=Merge";

    static final String BAD_SPECIFICATION = "the specification makes no sense";
    static final String FETCH_FAILED = "could not get secret data from provider";
    static final String DELETE_FAILED = "could not delete secret";
    static final String DELETE_ORPHANED_FAILED = "could not delete orphaned secrets";
    static final String UPDATE_FAILED = "could not update secret";
    static final String IMMUTABLE = "could not update secret, target is immutable";
    static final String OWNER_FAILED = "failed to take ownership of target secret";
    static final String OWNED = "target is owned by another ExternalSecret";

    static final String EVENT_CREATED = "secret created";
    static final String EVENT_UPDATED = "secret updated";
    static final String EVENT_ORPHAN_DELETED = "secret deleted because it was orphaned";
    static final String EVENT_MISSING = "secret does not exist at provider using spec.dataFrom[%d]";
    static final String EVENT_MISSING_KEY =
            "secret does not exist at provider using spec.data[%d] (key=%s)";
    static final String EVENT_RESTORED =
            "secret \"%s\" was changed or deleted by somebody else, and is put back";
    static final String EVENT_CHANGES_OFTEN =
            "secret \"%s\" changed more than %d times within a minute; from now on one change is written every %d s. Is that often on purpose, does the store read what is written here, or does somebody else write the secret?";

    private SyncMessages() {}
}
