# For tools/test and tools/demo: configure PRESET [CMAKE OPTIONS...], build PRESET [TARGETS...]. Sourced at the top of the repository.

# What cmake has to say matters only when it fails.
configure() {
  local preset=$1 log=build/$1/configure.log
  shift
  mkdir -p "build/$preset"
  echo "Configuring build/$preset"
  if ! cmake --preset "$preset" "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "Configuring failed (its last words are above, all of them in $log)." >&2
    return 1
  fi
}

# A line that counts on a terminal; elsewhere ninja's own list would drown what follows, so every tenth part speaks.
build() {
  local preset=$1 log=build/$1/build.log
  shift
  local targets=()
  [ $# -eq 0 ] || targets=(--target "$@")
  echo "Building build/$preset"
  if [ -t 1 ]; then
    NINJA_STATUS='  [%f/%t, %es] ' cmake --build "build/$preset" "${targets[@]}"
    return
  fi
  if ! NINJA_STATUS='%p ' cmake --build "build/$preset" "${targets[@]}" 2>&1 | tee "$log" |
    awk '/^ *[0-9]+% / { tenth = int($1 / 10); if (tenth > last) { print "  " $1; fflush() } last = tenth; next }
         { if (!/^ninja: (no work to do|Entering)/) print; fflush() }'; then
    echo "Building failed (all that was said is in $log)." >&2
    return 1
  fi
}
