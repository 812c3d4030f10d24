#!/bin/bash
# pipeline.sh [--short]: hpo-ask --follow | hpo-run | hpo-tell, with a failing
# allocation in one of the three, then the same again without: the n-th alone,
# and all from the n-th on, for every n that there is; --short: every 149th.
# Each trial must end complete, once, and what had ended is not evaluated again.
# Ends with 1 if anything went wrong, each of which is a line of the output.
#
# The programs stand in PATH, nomem.so in $BUILD.
set -u
stride=1
[ "${1-}" != --short ] || stride=149
dir=$(mktemp -d) || exit 3
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 3
export NOMEM_COUNT=$dir/count NOMEM_FAIL NOMEM_PROGRAM
failed=0 rounds=0
hpo-space -o whole 'x=float(0,1)' minimize=e stop.trials=3 || exit 3
cat >payload <<'END'
#!/bin/sh
echo "$HPO_TRIAL" >>ended
echo 0.5
END
chmod +x payload

# The pipeline; its words are put before each program.  Statuses in `statuses`.
search() {
	"$@" hpo-ask -q --follow -j 2 trials 2>>err |
	    "$@" hpo-run -q ./payload 2>>err |
	    "$@" hpo-tell -q trials 2>>err
	statuses=("${PIPESTATUS[@]}")
}

wrong() {
	echo "$NOMEM_PROGRAM, allocation $NOMEM_FAIL: $*"
	failed=1
}

# How many evaluations a trial may have at most: hpo-run without memory may lose
# one that has ended and is not kept yet.
judge() {
	local most=1
	[ "$NOMEM_PROGRAM" != hpo-run ] || most=2
	jq -se 'map(.seq) == [range(length)] and
	    (map(select(.state == "complete") | .trial) | sort) == [1, 2, 3]' \
	    trials >/dev/null || wrong 'not each trial complete once'
	for trial in 1 2 3; do
		[ "$(grep -cx $trial ended)" -le $most ] ||
		    wrong "trial $trial: more than $most evaluations"
	done
}

# faulty N[+]: a round; status 1 when the program ended before the N-th.
faulty() {
	local status count
	NOMEM_FAIL=$1
	cp whole trials
	rm -rf runs ended
	printf '0000000000\n' >count
	: >err
	LD_PRELOAD=$BUILD/tests/faults/nomem.so search timeout 20
	status=${statuses[$place]}
	case $status in
	0) ;;
	3) [ -s err ] || wrong 'status 3 and no word' ;;
	*) wrong "status $status: $(tail -n 3 err)" ;;
	esac
	read -r count <count
	search timeout 20
	judge
	rounds=$((rounds + 1))
	[ $((10#$count)) -ge "${1%+}" ]
}

place=0
for NOMEM_PROGRAM in hpo-ask hpo-run hpo-tell; do
	for lasting in '' +; do
		n=1
		while faulty $n$lasting; do
			n=$((n + stride))
		done
	done
	place=$((place + 1))
done
echo "$rounds searches"
exit $failed
