#!/bin/sh
# moto.sh DIRECTORY: installs moto's server, which speaks AWS' protocols, into DIRECTORY, and prints the path of the
# program that PURSER_TEST_MOTO should name.
set -eu
directory=${1:?usage: moto.sh DIRECTORY}
program="$directory/bin/moto_server"
if [ ! -x "$program" ]; then
    python3 -m venv "$directory" >&2
    "$directory/bin/pip" install --quiet 'moto[server]==5.2.5' >&2
fi
echo "$program"
