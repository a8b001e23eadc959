"""A client of the API for the tests of crashes: certificates of a kubeconfig, JSON, one connection a thread."""
import base64, http.client, json, os, re, ssl, tempfile, threading


class Refused(Exception):
    def __init__(self, code, body):
        super().__init__(f"{code}: {body[:300]}")
        self.code = code


class Kube:
    """Every failure to reach the server is an OSError; then it is not known whether a write was done."""

    def __init__(self, kubeconfig):
        text = open(kubeconfig).read()
        part = lambda name: base64.b64decode(re.search(name + r":\s*\"?([A-Za-z0-9+/=]+)", text).group(1))
        self.port = int(re.search(r"server:.*:(\d+)", text).group(1))
        self.tls = ssl.create_default_context(cadata=part("certificate-authority-data").decode())
        with tempfile.TemporaryDirectory() as d:
            path = os.path.join(d, "pem")
            with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as f:
                f.write(part("client-certificate-data") + b"\n" + part("client-key-data"))
            self.tls.load_cert_chain(path)
        self.local = threading.local()

    def call(self, method, path, body=None, kind="application/json", timeout=20):
        connection = getattr(self.local, "connection", None)
        if connection is None:
            connection = self.local.connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=self.tls, timeout=timeout)
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, {"Content-Type": kind})
            answer = connection.getresponse()
            text = answer.read().decode()
        except (http.client.HTTPException, OSError) as e:
            connection.close()
            self.local.connection = None
            raise OSError(str(e)) from e
        if answer.status >= 300:
            raise Refused(answer.status, text)
        return json.loads(text) if text.startswith("{") else text

    def get(self, path):
        return self.call("GET", path)

    def create(self, path, body):
        return self.call("POST", path, body)

    def merge(self, path, body):
        return self.call("PATCH", path, body, "application/merge-patch+json")

    def delete(self, path, grace=None):
        return self.call("DELETE", path, None if grace is None else {"kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": grace})

    def pods(self):
        return self.get("/api/v1/namespaces/default/pods")["items"]
