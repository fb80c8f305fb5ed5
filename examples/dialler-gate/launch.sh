#!/bin/sh
# A gate in front of a dialler: launch.sh CAMPAIGN DAY [FOLDER]
#
# Judges the campaign for the day it is dialled, and hands the dialler the list that may be dialled,
# or nothing. DIALLER is the command that takes a list (here it only says what it was given).
# With RECORDS, a folder, what was decided is recorded there (the key is in CALLLINT_RECORD_KEY), and
# the list must be the one that was recorded, at most MAX_AGE ago.
set -eu
umask 077  # the list is people: nobody else reads it

campaign=${1:?launch.sh CAMPAIGN DAY [FOLDER]}
day=${2:?launch.sh CAMPAIGN DAY [FOLDER]}
out=${3:-scrubbed/$day}
dialler=${DIALLER:-echo dialling}

# 0 is the only way through. 1: the campaign is in breach. 2: something cannot be read.
# 3: not everything could be checked. An older list must not be dialled in their place.
rm -f "$out"/callable*.csv
code=0
calllint scrub "$campaign" --dial "$day" --out "$out" ${RECORDS:+--record "$RECORDS"} >&2 || code=$?
if [ "$code" -ne 0 ]; then
    echo "launch.sh: calllint ended with $code, nothing is dialled" >&2
    exit "$code"
fi

if [ -n "${RECORDS:-}" ]; then
    calllint verify "$out" --max-age "${MAX_AGE:-4h}" --record "$RECORDS" >&2 || exit $?
fi

found=no
for list in "$out"/callable*.csv; do
    [ -f "$list" ] || continue
    found=yes
    $dialler "$list"
done
if [ "$found" = no ]; then
    echo "launch.sh: no list to dial" >&2
    exit 3
fi
