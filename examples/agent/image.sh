#!/usr/bin/env bash
# image.sh ARCHIVE: makes the example's container image on this machine, with no registry in reach, as a Docker archive.
# Its file system is busybox (Debian's and Ubuntu's package busybox-static) and the script in image/.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
archive=$(realpath -m "${1:?usage: image.sh ARCHIVE}")
name=purser.dev/examples/agent:1

if ! command -v busybox > /dev/null || ldd "$(command -v busybox)" > /dev/null 2>&1; then
  [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null || { echo "needs a static busybox: install busybox-static" >&2; exit 1; }
  { apt-get update && apt-get install -y --no-install-recommends busybox-static; } > /dev/null 2>&1 \
    || { echo "could not install busybox-static" >&2; exit 1; }
fi
busybox=$(readlink -f "$(command -v busybox)")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root"/{bin,etc,tmp,proc,sys,dev,www}
cp "$busybox" "$root/bin/busybox"
for applet in $("$busybox" --list); do
  [ "$applet" = busybox ] || ln -sf busybox "$root/bin/$applet"
done
cp "$here/image/agent" "$root/bin/agent"
chmod 755 "$root/bin/agent"
chmod 1777 "$root/tmp"
echo ok > "$root/www/health"
echo 'root:x:0:0:root:/:/bin/sh' > "$root/etc/passwd"
echo 'root:x:0:' > "$root/etc/group"

# The same input gives the same bytes: sorted names, no owners, no times.
tar_of() { tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -C "$1" -cf - "${@:2}"; }
tar_of "$root" . > "$work/layer.tar"
layer=$(sha256sum < "$work/layer.tar" | cut -d' ' -f1)
case $(uname -m) in aarch64) architecture=arm64 ;; *) architecture=amd64 ;; esac
cat > "$work/config.json" << JSON
{"architecture":"$architecture","os":"linux","config":{"Cmd":["/bin/agent"],"Env":["PATH=/bin"],"ExposedPorts":{"8080/tcp":{}}},"rootfs":{"type":"layers","diff_ids":["sha256:$layer"]},"history":[{"created":"1970-01-01T00:00:00Z"}]}
JSON
echo "[{\"Config\":\"config.json\",\"RepoTags\":[\"$name\"],\"Layers\":[\"layer.tar\"]}]" > "$work/manifest.json"
tar_of "$work" manifest.json config.json layer.tar > "$archive.new"
mv "$archive.new" "$archive"
