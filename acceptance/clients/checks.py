"""What the client checks share: commands, expectations, and the tally that becomes a row of docs/CLIENTS.md."""
import json, re, subprocess, sys, time


class Result:
    """What a command did."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f"exit {self.code}\n{self.out}{self.err}"


def run(*command, stdin=None, timeout=60, env=None):
    try:
        p = subprocess.run(command, input=stdin, capture_output=True, timeout=timeout, env=env)
        return Result(p.returncode, p.stdout.decode(errors="replace"), p.stderr.decode(errors="replace"))
    except subprocess.TimeoutExpired as e:
        return Result(124, (e.stdout or b"").decode(errors="replace"), f"no end within {timeout} s")


class Checks:
    """Counts what holds. A check is skipped, with the reason, where the client is too old for it."""

    def __init__(self, client, version):
        self.client, self.version = client, version
        self.passed, self.failed, self.skipped = [], [], {}

    def note(self, name, ok, got=""):
        (self.passed if ok else self.failed).append(name)
        if not ok:
            print(f"FAIL {self.client} {self.version}: {name}\n     " + str(got).strip().replace("\n", "\n     ")[:1500], flush=True)
        return ok

    def expect(self, name, result, out="", err="", code=0):
        """The command ended with this code, and its outputs hold these regular expressions."""
        ok = (result.code != 0 if code is None else result.code == code) \
            and re.search(out, result.out, re.S | re.M) and re.search(err, result.err, re.S | re.M)
        return self.note(name, bool(ok), f"wanted exit {code}, out /{out}/, err /{err}/; got {result}")

    def until(self, name, command, out="", timeout=30):
        """The command's output has a regular expression within some time."""
        end = time.time() + timeout
        while True:
            result = command()
            if result.code == 0 and re.search(out, result.out, re.S | re.M):
                return self.note(name, True)
            if time.time() > end:
                return self.note(name, False, f"wanted /{out}/ within {timeout} s; last {result}")
            time.sleep(0.1)

    def skip(self, name, why):
        self.skipped[name] = why

    def finish(self, file):
        """Prints the tally and appends it to a file, one JSON document a line."""
        line = {"client": self.client, "version": self.version, "passed": len(self.passed), "failed": self.failed, "skipped": self.skipped}
        if file:
            with open(file, "a") as f:
                f.write(json.dumps(line) + "\n")
        print(f"{self.client} {self.version}: {len(self.passed)} passed, {len(self.failed)} failed, {len(self.skipped)} not for this version", flush=True)
        sys.exit(1 if self.failed else 0)
