#!/usr/bin/env bash
# The program itself, real calls of a real system: one after the other fails, or is the last before a kill.
# Whatever happens, the published folder is the old site or the new one, whole, and the next build mends the
# rest. src/write/tests/faults.rs tries every call of the writer; this tries those of everything around it,
# some of each kind.
#
# Usage: faults.sh PROGRAM. It needs strace.
set -euo pipefail

program=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# One thread at a time, so that the calls come in one order.
export RAYON_NUM_THREADS=1 HOME="$work/home"

site() { (cd "$1" && find . -type f ! -name .candor -exec sha256sum {} + | sort); }
build() { "$program" --root project build --quiet --published none --output "$1" > /dev/null; }

mkdir project site
"$program" init project > init.log 2>&1
build site/public
site site/public > old
printf -- '+++\ntitle = "Imprint"\n+++\nWho we are.\n' > project/content/imprint.md
build new
site new > new.sums
mv new site/reference
cmp --silent old new.sums && { echo 'the two sites are the same'; exit 1; }
cp -a site/public kept

# How often a build asks for each call, in the thread that asks most.
total() {
  strace -f -qq -o calls -e "trace=$1" "$program" --root project build --quiet --published none --output site/public > /dev/null
  restore
  awk '{n[$1]++} END {m = 0; for (t in n) if (n[t] > m) m = n[t]; print m}' calls
}

restore() { rm -rf site/public site/.public.candor-*; cp -a kept site/public; }

tried=0
for plan in \
  openat:error=ENOSPC write:error=ENOSPC mkdir:error=ENOSPC \
  openat:error=EACCES mkdir:error=EACCES linkat:error=EACCES renameat2:error=EACCES unlink:error=EIO rmdir:error=EIO \
  write:signal=KILL mkdir:signal=KILL linkat:signal=KILL renameat2:signal=KILL unlink:signal=KILL rmdir:signal=KILL; do
  call=${plan%%:*}
  fault=${plan#*:}
  count=$(total "$call")
  step=$(( count / 6 + 1 ))
  for (( at = 1; at <= count; at += step )); do
    # The shell would tell of each that was killed.
    {
      strace -f -qq -o trace -e "trace=$call" -e "inject=$call:$fault:when=$at" \
        "$program" --root project build --quiet --published none --output site/public > said 2>&1 || true
    } 2> /dev/null
    site site/public > now
    if ! cmp --silent now old && ! cmp --silent now new.sums; then
      echo "$plan at call $at of $count: neither the old site nor the new one"
      diff old now || true
      cat said
      exit 1
    fi
    if grep -q panicked said; then
      echo "$plan at call $at of $count: it panics"
      cat said
      exit 1
    fi
    # An old site that couldn't be deleted is named, and is the user's to delete.
    sed -n 's/.*\(site\/\.public\.candor-[a-z]*\).*/\1/p' said | while read -r left; do rm -rf "$left"; done
    build site/public
    site site/public | cmp --silent - new.sums || { echo "$plan at call $at of $count: the next build doesn't mend it"; exit 1; }
    test -z "$(find site -maxdepth 1 -name '.public*')" || { echo "$plan at call $at of $count: something is left"; exit 1; }
    restore
    tried=$(( tried + 1 ))
  done
done
echo "$tried builds were broken, and none of them broke the site"
