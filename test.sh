#!/usr/bin/env bash
# Everything that has to hold: the form of the code, the lints, all tests, the sample in a browser, and its
# feeds in the programs of others.
#
# What only the browser and a linter need (Chromium, npm packages, Java for one of them), the programs that read the
# feeds and the table as subscribers do (Python packages, LibreOffice), and the servers of
# docs/publishing.md (nginx, Caddy, Apache) are installed where this machine lets them be. Without them the
# other tests still run, and the last lines say what was left out.
set -euo pipefail
cd "$(dirname "$0")"

# Where cargo puts the program; somebody may have set another place for all of theirs.
program=${CARGO_TARGET_DIR:-target}/debug/candor

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
if { browser_is_there || install_packages chromium nodejs npm; } && npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund; then
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

step 'More of what is tried at random'
PROPTEST_CASES=${PROPTEST_CASES:-500} cargo test --test parsers

step 'Calls of the system that fail in turn'
strace=none
if { command -v strace >/dev/null || install_packages strace; } && strace -o /dev/null true; then
  strace=done
  bash tests/faults.sh "$program"
else
  echo 'there is no strace here, or it may not be used'
fi

step 'Licences and sources of crates: cargo deny'
deny=none
if cargo deny --version 2>/dev/null; then
  deny=done
  # Known weaknesses are looked up when a release is made: the list of them has to be fetched.
  cargo deny --locked check licenses bans sources
else
  echo 'there is no cargo-deny here; tests/getting.rs holds licences and sources all the same'
fi

step 'The Nu HTML checker'
markup=none
if [ ${#features[@]} != 0 ] && { command -v java >/dev/null || install_packages default-jre-headless; }; then
  markup=done
  cargo test "${features[@]}" --test browser -- --ignored every_page_keeps_to_the_standards
else
  echo 'there is no Java here, or no Node'
fi

step 'Lighthouse'
if [ ${#features[@]} != 0 ]; then
  cargo test "${features[@]}" --test browser -- --ignored lighthouse_finds_nothing_to_mend
else
  echo 'there is no browser here'
fi

step 'Documentation: cargo doc'
RUSTDOCFLAGS='-D warnings' cargo doc --no-deps --quiet

step 'The sample, read by other programs, and the workflows by the schemas of their hosts'
readers=target/readers
[ -n "$(command -v soffice)" ] || install_packages --no-install-recommends libreoffice-calc-nogui || true
if { [ -x $readers/bin/python ] || python3 -m venv $readers; } && $readers/bin/pip install --quiet -r tests/readers/requirements.txt -r tests/hosts/requirements.txt; then
  cargo run --quiet -- build --quiet --output target/sample --as-of 2026-11-20
  $readers/bin/python tests/readers/read.py target/sample
  for host in github gitlab; do
    rm -rf "target/workflows/$host"
    cargo run --quiet -- init --quiet --ci $host "target/workflows/$host"
  done
  $readers/bin/check-jsonschema --builtin-schema vendor.github-workflows target/workflows/github/.github/workflows/*.yml
  $readers/bin/check-jsonschema --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci target/workflows/gitlab/.gitlab-ci.yml target/workflows/gitlab/.gitlab/*.yml
else
  readers=none
  echo 'there is no Python here, or its packages cannot be installed'
fi

step 'The sample, served by nginx, Caddy and Apache as docs/publishing.md says'
servers=()
for package in nginx-light caddy apache2; do
  server=${package%-light}
  [ -n "$(command -v "$server")" ] || install_packages --no-install-recommends "$package" || true
  if [ -n "$(command -v "$server")" ]; then servers+=("$server"); fi
done
hosts=none
if [ $readers != none ]; then
  hosts=done
  $readers/bin/python tests/hosts/hosts.py "$program" "${servers[@]}"
fi

step 'All of it holds'
if [ $readers = none ]; then
  echo 'LEFT OUT: the feeds, the calendar and the table, read by other programs. It needs Python and pip.'
fi
if [ ${#features[@]} = 0 ]; then
  echo 'LEFT OUT: the sample in a browser. It needs Chromium, Node and npm.'
fi
if [ $markup = none ]; then
  echo 'LEFT OUT: the Nu HTML checker. It needs Java and Node.'
fi
if [ ${#features[@]} = 0 ]; then
  echo 'LEFT OUT: Lighthouse. It needs Chromium, Node and npm.'
fi
if [ $strace = none ]; then
  echo 'LEFT OUT: a build of which every call of the system fails in turn. It needs strace.'
fi
if [ $deny = none ]; then
  echo 'LEFT OUT: cargo deny. It needs cargo-deny: cargo install cargo-deny --locked.'
fi
if [ $hosts = none ]; then
  echo 'LEFT OUT: the site on servers. It needs Python and pip.'
fi
for server in nginx caddy apache2; do
  if [[ " ${servers[*]} " != *" $server "* ]]; then
    echo "LEFT OUT: the site on $server. It isn't installed and can't be."
  fi
done
