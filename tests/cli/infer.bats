#!/usr/bin/env bats
# A space from a command or a template, and the same command run.
bats_require_minimum_version 1.5.0
set -o pipefail

setup() {
	cd "$BATS_TEST_TMPDIR"
}

# PLACE FIELD of each mistake on standard input.
mistakes() {
	sed 's/^hpo-space: //; t a; :a; s/^\([^:]*\(:[0-9]*\)*\): \([a-z.0-9]*\): .*/\1 \3/
	    t; s/^\([^:]*\(:[0-9]*\)*\): .*/\1 -/'
}

@test "a command gives its space, and is run as it stands" {
	set -- sh -c 'echo "{\"loss\":$1}"; echo "$@" >>../../../seen' sh \
	    '{lr:log(1e-5, 1)}' --depth='{depth:int(1, 8)}' \
	    --deg='{deg:int(2, 5, when="kernel == '\''poly'\''")}' \
	    '{kernel:choice(rbf, poly)}' '--lr={lr:log(1e-5, 1)},{trial}'
	hpo-space --infer study=s minimize=loss stop.trials=6 -- "$@" >header
	hpo-space study=s minimize=loss stop.trials=6 lr='log(1e-5, 1)' \
	    depth='int(1, 8)' deg='int(2, 5, when="kernel == '\''poly'\''")' \
	    kernel='choice(rbf, poly)' | cmp - header
	hpo-space --infer -o trials study=s minimize=loss stop.trials=6 -- "$@"
	hpo-ask -n 6 trials | hpo-run -q --cwd '{dir}' -- "$@" | hpo-tell trials
	[ "$(hpo-report table --format csv trials | grep -c complete)" = 6 ]
	jq -r 'select(.params) | .params | "\(.lr) --depth=\(.depth)" +
	    (if .deg then " --deg=\(.deg)" else "" end) + " \(.kernel)"' trials |
	    sed 's/^\([^ ]*\) .*/& --lr=\1,/' >want
	sed 's/,[0-9]*$/,/' seen | sort | diff <(sort want) -
}

@test "settings go before the command, parameters among them" {
	hpo-space --infer minimize=loss n='int(1, 3)' c=3 -- ./t {n} {c} {x:bool} |
	    jq -c '.space | keys_unsorted' | grep -cxF '["n","c","x"]'
	# The first word that is no setting is the program.
	hpo-space --infer minimize=loss -- ./t a=b {x:bool} minimize=3 >one
	hpo-space minimize=loss x=bool | cmp - one
}

@test "lists are inferred, and put in as JSON" {
	set -- sh -c 'printf "%s\n" "$@" | jq -ce "type == \"array\"" >&2
	    echo 1' sh '{s:subset(a, "b}", c)}' '{w:simplex(3)}' \
	    '{v:int(1, 9, shape=2)}' "{p:permutation(a, 'b)')}"
	hpo-space --infer minimize=e -- "$@" >header
	hpo-space minimize=e s='subset(a, "b}", c)' w='simplex(3)' \
	    v='int(1, 9, shape=2)' p="permutation(a, 'b)')" | cmp - header
	hpo-ask -n 3 <header | hpo-run -q -- "$@" | grep -c '"complete"' |
	    grep -qx 3
	[ "$(cat runs/*/*/1/err | sort | uniq -c | xargs)" = '12 true' ]
}

@test "the other options take such a space, too" {
	[ "$(hpo-space --infer --count minimize=e -- t {x:bool} '{n:int(1, 5)}')" = 10 ]
	hpo-space --infer --sample 1 minimize=e -- t {x:bool} | jq -e 'has("x")'
	hpo-space --infer --show minimize=e -- t {x:bool} | grep -c '^x '
	hpo-space --infer --schema minimize=e -- t {x:bool} |
	    jq -e '.properties.x.type == "boolean"'
}

@test "a template gives its space, and is filled as an argument" {
	cat >conf.in <<-'EOF'
	# {comment}s, ${HOME} and {{x:bool}} are as they are but for names
	{"lr": {lr:log(1e-5, 1)}, "opt": "{opt:choice(sgd, 'a,b')}",
	 "again": {lr}, "momentum": {m:float(0, 1, when="opt == 'sgd'"):-null}}
	EOF
	run --separate-stderr -2 hpo-space --infer=conf.in minimize=e
	[ "$(mistakes <<<"$stderr")" = 'conf.in:1:3 params.comment' ]
	sed -i 's/{comment}s/Comments/' conf.in
	hpo-space --infer=conf.in minimize=e >header
	hpo-space --infer=- minimize=e <conf.in | cmp - header
	jq -c '.space | keys_unsorted' header | grep -qxF '["lr","opt","m"]'
	hpo-space --infer minimize=e -- sh -c : "$(cat conf.in)" | cmp - header
	hpo-ask -n 4 <header | hpo-run -q -- sh -c 'printf "%s\n" "$1" >"$HPO_DIR/conf"
	    echo 1' sh "$(cat conf.in)" >told
	[ "$(ls runs/*/*/conf | wc -l)" = 4 ]
	for conf in runs/*/*/conf; do
		head -n 1 $conf | grep -qF '${HOME} and {{x:bool}} are'
		tail -n +2 $conf | jq -e '.lr == .again and
		    (.momentum != null) == (.opt == "sgd")'
	done
}

@test "all mistakes are told in one run, each at its place" {
	run --separate-stderr -2 hpo-space --infer minimize= stop.trials=x -- t \
	    --é='{lr:log(1e-5, x)}' {q} '--k={k:choce(a)}' '{lr:log(1e-5,1)}' \
	    '{z:int(1, 2}' "{y:choice('a)}" '{f:int(1, 2) }' '{lr:log(1e-5, x)}'
	[ -z "$output" ]
	mistakes <<<"$stderr" >got
	diff - got <<-'EOF'
	argument 1:10 minimize
	argument 2:13 stop.trials
	argument 4:19 params.lr.high
	argument 5:1 params.q
	argument 6:8 params.k
	argument 7:5 params.lr
	argument 8:1 -
	argument 9:1 -
	argument 10:1 -
	EOF
	printf 'a {a:int(1, 9)}\r\né {b:log(0, 1)} {\n{c:float(1,\n2)} {a:bool}\n' >file
	run --separate-stderr -2 hpo-space --infer=file minimize=e stop.trials=0
	[ -z "$output" ]
	mistakes <<<"$stderr" >got
	diff - got <<-'EOF'
	argument 2:13 stop.trials
	file:2:10 params.b.low
	file:3:1 -
	file:4:8 params.a
	EOF
}

@test "what is literal to hpo-run is literal here" {
	for word in '{x:3}' '{x: bool}' '{x:booll}' '{x:f(1' '{{x:bool}' \
	    '${x:bool}' '{ x:bool}' '{1:bool}' '{x:y(1}' '{' '}' '{}'; do
		hpo-space --infer minimize=e a=bool -- t "$word" >got
		hpo-space minimize=e a=bool | cmp - got
		echo '{"trial":1,"state":"waiting","params":{"a":true}}' |
		    hpo-run -q --runs "$(mktemp -d .XXXX)" -- \
		    sh -c 'printf %s "$1" >seen; echo 1' sh "$word" >/dev/null
		[ "$(<seen)" = "$word" ]
	done
	# All that hpo-run knows needs no domain.
	sed -n 's/^\.It Li \({[a-z]*}\)$/\1/p' \
	    "$BATS_TEST_DIRNAME/../../man/hpo-run.1" >own
	[ "$(wc -l <own)" -gt 5 ]
	while read -r word; do
		[ "$word" = '{name}' ] ||
		    hpo-space --infer minimize=e a=bool -- t "$word"
	done <own
}

@test "wrong usage of --infer" {
	for args in '--infer minimize=e' '--infer=file minimize=e x' '--infer' \
	    '--infer=absent minimize=e' '--infer --schema=space' \
	    '--infer minimize=e -- t {x}'; do
		# shellcheck disable=SC2086 # words on purpose
		run --separate-stderr -2 hpo-space $args </dev/null
		[ -z "$output" ]
		[ "$stderr" ]
	done
	run -2 hpo-space --infer minimize=e -- true
	printf '{x:choice(a\0)}' >file
	run --separate-stderr -2 hpo-space --infer=file minimize=e
	[ -z "$output" ]
	printf '{x:choice(\xff)}' >file
	run --separate-stderr -2 hpo-space --infer=file minimize=e
	[ "$(mistakes <<<"$stderr")" = 'file:1:4 params.x' ]
}

# native: its time is limited.
# bats test_tags=native
@test "a hostile template is read at once" {
	! grep -q __asan_init "$(command -v hpo-space)" ||
	    skip 'a sanitizer takes time and memory of its own'
	slow() {
		rc=0
		(ulimit -t 5; exec hpo-space --infer=big minimize=e) >out 2>err || rc=$?
		[ $rc = 2 ]
		[ ! -s out ]
	}
	head -c 1000000 /dev/zero | tr '\0' '{' >big
	slow
	{ yes '{a:-${b:bool' || true; } | head -c 1000000 | tr -d '\n' >big
	slow
	seq -f '{p%.0f:bool}' 50000 >big
	slow
	{ yes '{a:choice(' || true; } | head -c 1000000 | tr -d '\n' >big
	slow
	echo '}' >>big
	slow
	truncate -s 100M big
	slow
}
