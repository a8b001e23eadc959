package dev.purser.store;

class InMemoryStoreTests extends StoreContract {
    @Override
    protected Store open() {
        return new InMemoryStore();
    }
}
