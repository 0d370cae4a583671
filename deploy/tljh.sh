#!/usr/bin/env bash
# Sets The Littlest JupyterHub up for a class, on a fresh Ubuntu server; deploy/README.md says what for.
set -euo pipefail

usage="Usage: deploy/tljh.sh [--dry-run] REPOSITORY HOST E-MAIL, for instance
       deploy/tljh.sh https://github.com/OWNER/NAME hub.example.org you@example.org"
dry=
if [ "${1:-}" = --dry-run ]; then dry=1; shift; fi
[ $# = 3 ] || { echo "$usage" >&2; exit 2; }
repository=$1 host=$2 mail=$3
[[ $repository =~ ^https://[^[:space:]]+$ ]] || { echo "REPOSITORY must be an https:// address, not '$repository'." >&2; exit 2; }
[[ $host =~ ^[a-z0-9-]+(\.[a-z0-9-]+)+$ ]] || { echo "HOST must be a domain such as hub.example.org, not '$host'." >&2; exit 2; }
[[ $mail =~ ^[^[:space:]@]+@[^[:space:]@]+$ ]] || { echo "E-MAIL must be an address such as you@example.org, not '$mail'." >&2; exit 2; }

# With a password: whoever signs in first under an administrator's name without one would get sudo.
if [ -n "$dry" ]; then password=PASSWORD; else
  read -r -s -p "Password of the administrator 'teacher' (12 characters or more): " password; echo
  [ "${#password}" -ge 12 ] || { echo "The password has ${#password} characters; it must have 12 or more." >&2; exit 2; }
fi

run() { if [ -n "$dry" ]; then printf '%q ' "$@"; echo; else "$@"; fi; }
users() { run sudo env "PATH=/opt/tljh/user/bin:$PATH" "$@"; }

installer=/tmp/tljh-bootstrap.py
run curl --fail --silent --show-error --location --output "$installer" https://tljh.jupyter.org/bootstrap.py
run sudo python3 "$installer" --admin "teacher:$password"

run sudo git clone "$repository" /opt/course  # stays: the users' environment imports the explorers from there
cd "$([ -n "$dry" ] && pwd || echo /opt/course)"
users python -m pip install --require-hashes -r binder/requirements.txt
users binder/postBuild
run sudo cp -r /opt/course/build/class/learner /etc/skel/course  # every home that is made from now on has it

run sudo tljh-config set limits.memory 1500M  # somebody who leaves six chapters open, and some room (make rehearse)
run sudo tljh-config set limits.cpu 2
run sudo tljh-config set services.cull.timeout 7200  # seconds; TLJH's own 600 are shorter than the break of a class
run sudo tljh-config set user_environment.default_app jupyterlab
run sudo tljh-config set https.enabled true
run sudo tljh-config set https.letsencrypt.email "$mail"
run sudo tljh-config add-item https.letsencrypt.domains "$host"
run sudo tljh-config reload
run sudo tljh-config reload proxy
echo "Now: https://$host, sign in as teacher, and add the learners under File > Hub Control Panel > Admin."
