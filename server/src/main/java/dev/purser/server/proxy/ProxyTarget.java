package dev.purser.server.proxy;

/// Where a request is passed on to.
///
/// @param scheme `http` or `https`
/// @param authority `HOST:PORT`
record ProxyTarget(String scheme, String authority) {
    static ProxyTarget http(String authority) {
        return new ProxyTarget("http", authority);
    }
}
