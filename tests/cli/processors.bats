#!/usr/bin/env bats
# The same bytes on any processor: libm has variants for what they can do, and
# so has what is compiled for several.
bats_require_minimum_version 1.5.0
set -o pipefail

setup() {
	cd "$BATS_TEST_TMPDIR"
}

# A trial file of a space of all kinds, 40 results, 3 failures and 4 that run.
history() {
	cat >space.yaml <<-EOF
		study: p
		minimize: e
		seed: $1
		params:
		  lr: log(1e-5, 1)
		  x: {type: float, low: 0, high: 1}
		  y: {type: float, low: -3, high: 3}
		  k: choice(a, b, c)
		  n: {type: int, low: 1, high: 300, log: true, when: "k == 'a'"}
		  z: {type: float, low: 0, high: 1, when: "k != 'a'"}
	EOF
	hpo-space space.yaml >trials
	hpo-ask -m sobol -n 47 trials >asked
	jq -c 'select(.trial <= 43) | {trial} + if .trial % 14 == 0
	    then {state: "failed", reason: "exit 1"}
	    else {state: "complete", metrics: {e: ((.params.lr | log10 + 2 | . * .)
		+ (.params.x * 7 | sin) + .params.y * .params.y / '"$2"'
		+ (.params.n // 40) / 100)}} end' asked | hpo-tell trials
}

# What asks of every model are after two histories, one of them skewed.
asks() {
	for seed in 3 4; do
		for m in gp tpe forest; do
			hpo-ask --list | grep -c "^$m " >/dev/null || continue
			"$@" hpo-ask -m "$m" -n 5 <"trials.$seed"
		done
	done
}

both_histories() {
	history 3 9
	mv trials trials.3
	history 4 .1
	mv trials trials.4
}

# What glibc makes of the processor, one line a register.
features() {
	"$loader" --list-diagnostics | grep '^x86.cpu_features.features.*active'
}

# native: hundreds of asks of models.
# bats test_tags=native
@test "libm's variants change no point" {
	loader=$(echo /lib*/ld-linux-x86-64.so.2)
	[ -x "$loader" ] && features >all || {
		[ -z "${TESTS_MUST_RUN-}" ]
		skip "not glibc on x86-64"
	}
	both_histories
	asks >expected
	[ "$(grep -c '"why":"model"' expected)" -ge 20 ]
	changed=0
	for off in -AVX512F -AVX512F,-AVX2 -AVX512F,-AVX2,-FMA,-FMA4 \
	    -AVX512F,-AVX2,-FMA,-FMA4,-AVX,-SSE4_1,-XSAVE; do
		export GLIBC_TUNABLES=glibc.cpu.hwcaps=$off
		features | cmp -s - all || changed=$((changed + 1))
		asks | cmp - expected
	done
	unset GLIBC_TUNABLES
	echo "settings that changed something: $changed"
	[ "$changed" -gt 0 ] || {
		[ -z "${TESTS_MUST_RUN-}" ]
		skip "the processor can do none of these"
	}
}

@test "one core or two change no point" {
	both_histories
	asks >expected
	asks taskset -c 0 | cmp - expected
}
