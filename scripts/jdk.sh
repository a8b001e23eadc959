# Sourced by the scripts that need a JDK: finds one whose version is at least the wanted one.
#   PURSER_JAVA_HOME   the JDK to use, when the one that is found is not the one you want
java_version=25

fail() {
  echo "purser: $*" >&2
  exit 1
}

find_jdk() {
  local candidate version compiler
  compiler=$(readlink -f "$(command -v javac || true)" || true)
  for candidate in "${PURSER_JAVA_HOME:-}" "${JAVA_HOME:-}" "${compiler%/bin/javac}" \
    /usr/lib/jvm/*"$java_version"* /usr/lib/jvm/* /opt/*jdk* "${HOME:-/root}"/.sdkman/candidates/java/*; do
    [ -x "$candidate/bin/javac" ] && [ -r "$candidate/release" ] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$candidate/release")
    if [ "${version:-0}" -ge "$java_version" ]; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

no_jdk() {
  fail "needs a JDK $java_version, and found none. To get one:
  Debian 13 or Ubuntu 25.10 and later:  apt-get update && apt-get install -y openjdk-$java_version-jdk-headless
  anywhere else:                        https://adoptium.net/installation/linux, package temurin-$java_version-jdk
  one that is installed elsewhere:      PURSER_JAVA_HOME=/path/to/jdk"
}

# apt_install WHAT PACKAGE...: installs packages where that is possible, or says what is missing.
apt_install() {
  local what=$1
  shift
  [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null || fail "needs $what: install '$*' and try again"
  echo "Installing $what ..."
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } > /dev/null 2>&1 \
    || fail "could not install $what: try 'apt-get update && apt-get install $*' and look at what it says"
}
