#!/bin/sh
# Makes a Debian root look like Docker's python:slim. mmdebstrap calls it with the root.
set -eu
root=$1
python=$(basename "$(readlink -f "$root/usr/bin/python3")")

for name in python python3 "$python"; do ln -s "/usr/bin/$python" "$root/usr/local/bin/$name"; done
for name in pip pip3; do ln -s "/usr/bin/$name" "$root/usr/local/bin/$name"; done

# The official image's Python is nobody's but the user's: pip may install beside it.
rm -f "$root"/usr/lib/python3*/EXTERNALLY-MANAGED

# A network that inspects TLS is only reachable with the certificates that this host was given.
find /usr/local/share/ca-certificates -name '*.crt' -exec cp {} "$root/usr/local/share/ca-certificates/" \;
chroot "$root" update-ca-certificates >/dev/null 2>&1
printf '[global]\ncert = /etc/ssl/certs/ca-certificates.crt\ndisable-pip-version-check = true\n' >"$root/etc/pip.conf"

# apt in the image works without a cache, as in the official one.
printf 'APT::Keep-Downloaded-Packages "false";\n' >"$root/etc/apt/apt.conf.d/docker-clean"
