#!/usr/bin/env bash
#
# Builds process-manager, starts a worker with throwaway certificates on a free loopback port, runs
# one command on it, and shows what the command prints, its status and how it ended.
#
#   ./quickstart.sh                      a small command of its own
#   ./quickstart.sh -- COMMAND [ARG...]  yours
#
# stdout has what the command prints, its status and, as the last line, its exit; what the script
# does meanwhile goes to stderr. Its own exit code is 0 when all that worked, however the command
# itself ended; 1 when something did not; 2 when it was called wrongly. It leaves nothing running
# and no files but the build's.
set -euo pipefail

readonly default_command=(bash -c 'for i in 1 2 3; do echo "hello $i from job $$"; sleep 0.3; done')

usage() {
  sed -n '3,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

say() {
  printf 'quickstart: %s\n' "$*" >&2
}

fail() {
  say "$@"
  exit 1
}

require() {
  command -v "$1" >/dev/null || fail "$1 is missing; install it ($2)"
}

# Whether the distributions are there and newer than all they are made of.
built() {
  local runtime
  for runtime in app-worker/target/dist/runtime/release app-cli/target/dist/runtime/release; do
    [[ -f $runtime ]] || return 1
    [[ -z $(find pom.xml ./*/pom.xml ./*/src -newer "$runtime" -print -quit) ]] || return 1
  done
}

build() {
  built && return
  require mvn 'Debian: apt-get install maven'
  say 'building (the first time this takes a minute or two)'
  mvn -q -B package -DskipTests -Dmaven.javadoc.skip -Dmaven.source.skip \
    -pl app-worker,app-cli -am >"$dir/build.log" 2>&1 && return
  tail -n 40 "$dir/build.log" >&2
  if grep -qi 'toolchain' "$dir/build.log"; then
    fail 'no JDK 25 or later was found; install one, or set JAVA_HOME to it'
  fi
  fail 'the build failed; its last lines are above'
}

# A certificate NAME with its key, for a PURPOSE (serverAuth or clientAuth), signed by the CA.
certificate() {
  local name=$1 subject=$2 purpose=$3
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -config "$dir/openssl.cnf" \
    -subj "$subject" -keyout "$dir/$name.key" -out "$dir/$name.csr"
  openssl x509 -req -in "$dir/$name.csr" -CA "$dir/ca.crt" -CAkey "$dir/ca.key" -CAcreateserial \
    -days 1 -extfile "$dir/openssl.cnf" -extensions "$purpose" -out "$dir/$name.crt"
}

certificates() {
  cat >"$dir/openssl.cnf" <<'CONFIG'
[req]
distinguished_name = subject
prompt = no
[subject]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[serverAuth]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, IP:127.0.0.1
[clientAuth]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
CONFIG
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 \
    -config "$dir/openssl.cnf" -extensions authority -subj '/CN=quickstart CA' \
    -keyout "$dir/ca.key" -out "$dir/ca.crt"
  certificate server /CN=localhost serverAuth
  certificate client /CN=quickstart clientAuth
}

start_worker() {
  mkfifo "$dir/stdout"
  env -u ADMIN_CERTS_PATHS app-worker/target/dist/bin/process-manager-worker \
    --host=127.0.0.1 --port=0 --state-dir="$dir/state" --cacertpath="$dir/ca.crt" \
    --serverkeypath="$dir/server.key" --servercertpath="$dir/server.crt" \
    >"$dir/stdout" 2>"$dir/worker.log" &
  worker=$!
  local line=''
  exec 3<"$dir/stdout"
  read -r -t 60 -u 3 line || true
  [[ $line == 'listening on '* ]] || {
    cat "$dir/worker.log" >&2
    fail 'the worker did not start; its log is above'
  }
  address=${line#listening on }
}

cli() {
  app-cli/target/dist/bin/process-manager --cacertpath="$dir/ca.crt" \
    --clientkeypath="$dir/client.key" --clientcertpath="$dir/client.crt" \
    --address="$address" "$@"
}

clean_up() {
  if [[ -n $worker ]]; then
    kill -TERM "$worker" 2>/dev/null || true
    wait "$worker" || say "the worker ended with exit code $?"
  fi
  rm -rf -- "$dir"
}

command=("${default_command[@]}")
case ${1:-} in
  -h | --help)
    usage
    exit 0
    ;;
  --)
    shift
    (($# > 0)) && command=("$@")
    ;;
  '') ;;
  *)
    usage >&2
    exit 2
    ;;
esac

cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
dir=$(mktemp -d)
worker=''
address=''
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

require openssl 'Debian: apt-get install openssl'
build
certificates 2>"$dir/openssl.log" >&2 || {
  cat "$dir/openssl.log" >&2
  fail 'openssl could not make the certificates'
}
start_worker
say "a worker listens on $address"

job=$(cli start -- "${command[@]}") || fail 'the command was not started'
say "job $job runs: ${command[*]@Q}"
cli output "$job" || fail 'its output could not be shown to the end'
say 'its status:'
cli status "$job" || fail 'its status could not be shown'
say 'its exit:'
# 'wait' exits as the job did; that it printed something tells that it worked.
ended=$(cli wait "$job") || [[ -n $ended ]] || fail 'its exit could not be had'
printf '%s\n' "$ended"
