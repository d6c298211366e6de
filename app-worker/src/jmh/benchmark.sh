#!/usr/bin/env bash
#
# Measures the process engine and the worker, each against a baseline in the same run.
#
#   benchmark.sh spawn [ROUNDS]  from the start of /bin/true to its reaped exit, embedded, against C,
#                                ProcessBuilder and NuProcess (40 rounds)
#   benchmark.sh start [STARTS]  the start of a job over gRPC with mTLS, against embedded (3000)
#   benchmark.sh running [JOBS]  a worker with that many jobs at once, against one with 100 (10000)
#   benchmark.sh churn [JOBS]    that many short jobs in a row, against the first 1000 (100000)
#   benchmark.sh capture [MIB]   a job that prints as much into a storage, against cat (4096)
#   benchmark.sh flood [GIB]     a worker's memory while a job prints that much, and how long the first
#                                byte of another job takes beside it (10)
#   benchmark.sh latency [LINES] from the write in a job to a client that follows (10000)
#   benchmark.sh followers [N]   as many of one job, and of a job each (1000)
#   benchmark.sh stalled [N]     a job and a reader, alone and beside readers that stopped (30 rounds)
#   benchmark.sh replay [ROUNDS] 1 GiB of output to one client over gRPC with mTLS, against a bare
#                                stream of ready-made messages (12 rounds)
#   benchmark.sh cli-replay [ROUNDS] 3 GiB of output through the command line to /dev/null, against
#                                the SDK client (5 rounds)
#   benchmark.sh fresh [ROUNDS]  a worker that has just been started, as packaged and without the cache
#                                and flags of the packaging: until it listens, its first GiBs (5 rounds)
#   benchmark.sh all             all of them
#
# Builds what it measures. Needs gcc and Maven. docs/performance.md tells how to read the figures.
set -euo pipefail

readonly measures=(spawn start running churn capture flood latency followers stalled replay cli-replay fresh)

usage() {
  sed -n '3,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

fail() {
  printf 'benchmark: %s\n' "$*" >&2
  exit 1
}

build() {
  local log=$target/benchmark-build.log
  command -v gcc >/dev/null || fail 'gcc is missing; install it (Debian: apt-get install gcc)'
  mkdir -p "$target"
  mvn -q -B -Pbenchmark -DskipTests -pl app-worker,app-cli -am package >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    fail "the build failed; its last lines are above, all of them in $log"
  }
  gcc -O2 -std=gnu17 -Wall -Wextra -Werror -o "$target/benchmark/spawn" app-worker/src/jmh/c/spawn.c
  gcc -O2 -std=gnu17 -Wall -Wextra -Werror -o "$target/benchmark/ticker" app-worker/src/jmh/c/ticker.c
}

machine() {
  printf '%s, %s processors of %s, kernel %s, load %s\n' \
    "$(date -u +%Y-%m-%dT%H:%MZ)" "$(nproc)" \
    "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)" \
    "$(uname -r)" "$(cut -d' ' -f1-3 /proc/loadavg)"
}

# A job takes two of the worker's descriptors, and the usual hard limit is too low for 10,000 jobs. The
# worker inherits this one and raises its own soft limit to it; who is not root has to do with less.
make_room() {
  local limit
  limit=$(ulimit -Hn)
  if [[ $limit != unlimited ]] && ((limit < 65536)); then
    ulimit -Hn 65536 2>/dev/null || true
  fi
}

# With the runtime and the flags of the worker's launcher.
measure() {
  if [[ $1 == running ]]; then
    make_room
  fi
  if [[ $1 == *replay || $1 == fresh ]]; then
    export PROCESS_MANAGER_WORKER_OUTPUT_PER_JOB=3200MiB
  fi
  "$target/dist/runtime/bin/java" \
    -Xshare:auto \
    -XX:-MaxFDLimit \
    -XX:-UsePerfData \
    -XX:+ExitOnOutOfMemoryError \
    --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow \
    -Dbenchmark.native="$target/benchmark/spawn" \
    -Dbenchmark.ticker="$target/benchmark/ticker" \
    -Dbenchmark.worker="$target/dist/bin/process-manager-worker" \
    -Dbenchmark.cli="$PWD/app-cli/target/dist/bin/process-manager" \
    -Dbenchmark.directory="$directory" \
    -cp "$target/test-classes:$(<"$target/benchmark/class-path")" \
    io.processmanager.benchmark.Benchmark "$@" &
  running=$!
  wait "$running"
  running=
}

# Its end is the end of the workers and jobs that it has started.
clean_up() {
  if [[ -n $running ]]; then
    kill -TERM "$running" 2>/dev/null || true
    wait "$running" || true
  fi
  rm -rf -- "$directory"
}

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.."
target=$PWD/app-worker/target
directory=$(mktemp -d)
running=
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

case ${1:-} in
  -h | --help)
    usage
    exit 0
    ;;
  spawn | start | running | churn | capture | flood | latency | followers | stalled | replay | cli-replay | fresh)
    build
    machine
    measure "$@"
    ;;
  all)
    build
    machine
    for name in "${measures[@]}"; do
      measure "$name"
    done
    ;;
  *)
    usage >&2
    exit 2
    ;;
esac
