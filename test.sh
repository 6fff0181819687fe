#!/usr/bin/env bash
# Everything that has to hold: the form of the code, the lints, all tests, the sample in a browser, and its
# feeds in the programs of others.
#
# What only the browser needs (Chromium and two npm packages), and the programs that read the feeds and the
# table as subscribers do (three Python packages, LibreOffice), is installed where this machine lets it be.
# Without it the other tests still run, and the last lines say what was left out.
set -euo pipefail
cd "$(dirname "$0")"

step() { printf '\n== %s\n' "$1"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo -n "$@"
  else return 1
  fi
}

install_packages() {
  command -v apt-get >/dev/null || return 1
  as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@"
}

browser_is_there() {
  command -v chromium >/dev/null && command -v node >/dev/null && command -v npm >/dev/null
}

step 'A browser for the tests'
features=()
if { browser_is_there || install_packages chromium nodejs npm; } && npm ci --prefix tests/browser --no-audit --no-fund; then
  CHROMIUM=$(command -v chromium)
  export CHROMIUM
  features=(--all-features)
  echo "the tests use $CHROMIUM and node $(node --version)"
else
  echo 'there is none and it cannot be installed here'
fi

step 'Formatting: cargo fmt --check'
cargo fmt --check

step 'Lints: cargo clippy'
cargo clippy --all-targets --all-features --quiet -- -D warnings

step "Tests: cargo test ${features[*]}"
cargo test --no-fail-fast "${features[@]}"

step 'Documentation: cargo doc'
RUSTDOCFLAGS='-D warnings' cargo doc --no-deps --quiet

step 'The sample, read by other programs'
readers=target/readers
[ -n "$(command -v soffice)" ] || install_packages --no-install-recommends libreoffice-calc-nogui || true
if { [ -x $readers/bin/python ] || python3 -m venv $readers; } && $readers/bin/pip install --quiet -r tests/readers/requirements.txt; then
  cargo run --quiet -- build --quiet --output target/sample --as-of 2026-11-20
  $readers/bin/python tests/readers/read.py target/sample
else
  readers=none
  echo 'there is no Python here, or its packages cannot be installed'
fi

step 'All of it holds'
if [ $readers = none ]; then
  echo 'LEFT OUT: the feeds, the calendar and the table, read by other programs. It needs Python and pip.'
fi
if [ ${#features[@]} = 0 ]; then
  echo 'LEFT OUT: the sample in a browser. It needs Chromium, Node and npm.'
fi
