#!/usr/bin/env bash
# images.sh OUTDIR: the images of ../images.sh, and those that only the recordings of a node need.
#   busybox.tar  docker.io/library/busybox:latest
#   nonroot.tar  registry.k8s.io/e2e-test-images/nonroot:1.5, which runs as user 1234 and ends at once
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd); out=${1:?OUTDIR}
"$here/../images.sh" "$out" > /dev/null
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/archive" "$tmp/root"
tar -xf "$out/alpine.tar" -C "$tmp/archive"
tar -xf "$tmp/archive/layer.tar" -C "$tmp/root"
path='"Env":["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]'
python3 "$here/../mkimg.py" docker.io/library/busybox:latest "$tmp/root" "$out/busybox.tar" "{\"Cmd\":[\"sh\"],$path}"
python3 "$here/../mkimg.py" registry.k8s.io/e2e-test-images/nonroot:1.5 "$tmp/root" "$out/nonroot.tar" "{\"Cmd\":[\"true\"],\"User\":\"1234\",$path}"
