#!/usr/bin/env bats
# Text that wants to be more than text: names and values that hold commands
# for a terminal, hide something, or are endless.  What is for people shows
# them and does nothing else; what is for programs has them unchanged.
bats_require_minimum_version 1.5.0
set -o pipefail

setup() {
	export LC_ALL=C.UTF-8 NO_COLOR=1
	cd "$BATS_TEST_TMPDIR"
	long=$(printf '%030000d' 0 | tr 0 z)
	# One JSON string a line; bytes that are not UTF-8 come apart from these.
	jq -cn --arg long "$long" '"\u001b[31mred\u001b[2J", "\u001b]0;title\u0007",
	    "\u009b31m\u0090\u009d\u0085", "a\nhpo-tell: forged\r\tb",
	    "\b\u007f\f\u000b", "\u202egnirts\u2066\u2069\u200f\u061c",
	    "a\u200b\u200d\u00ad\ufeff\u2060\ufe0f\udb40\udc41b", "a\u2028b\u2029c",
	    "e" + "\u0301" * 300, "x" + $long + "\u001b[2J" + $long' >evil
	raw=$'a\xff\x9b31m\xc3(\xed\xa0\x80\xc0\x80b'
}

# No file given holds a byte or character that a terminal obeys or hides, nor
# half of a character.
harmless() {
	for f in "$@"; do
		LC_ALL=C tr -d '\n -~\200-\377' <"$f" | od -c | head -n 3 >bad
		iconv -f UTF-8 -t UTF-8 "$f" >iconv.out || echo "not UTF-8" >>bad
		grep -nP '[\x{80}-\x{9f}\p{Cf}\p{Zl}\p{Zp}\x{34f}\x{fe0f}]' "$f" |
		    cut -c -300 >>bad || true
		grep -v '^0000000$' bad >&2 || continue
		return 1
	done
}

# The same for people: no marks are piled up, no line is longer than a message
# may be, and none is forged.
for_people() {
	harmless "$@"
	for f in "$@"; do
		run -1 grep -P '\p{M}{5}' "$f"
		run -1 grep '^hpo-tell: forged' "$f"
		[ "$(wc -L <"$f")" -le 9000 ]
	done
}

# Each line of standard input, with each evil string in the place of each @, as
# JSON: first as it is, then the short ones in escapes.
each_evil() {
	local t v

	mapfile -t evil < <(cat evil; jq -ac 'select(length < 99)' evil)
	while read -r t; do
		for v in "${evil[@]}"; do
			printf '%s\n' "${t//@/"$v"}"
		done
	done
}

# A command that may well refuse, but is not killed.
try() {
	local rc=0

	"$@" >>out 2>>err </dev/null || rc=$?
	[ $rc -lt 5 ] || {
		echo "status $rc: ${*:0:80}" >&2
		return 1
	}
}

# The same with each evil text in the place of @ in its arguments.
try_each() {
	local v

	mapfile -td '' evil < <(jq -j '. + "\u0000"' evil)
	for v in "${evil[@]}" "$raw"; do
		try "${@//@/"$v"}"
	done
}

# A study of these texts as choices, names of metrics and more.
study() {
	rm -f t
	jq -cs '{study: .[5], minimize: "e", params: {k: ., x: "float(0, 1)",
	    y: {type: "int", low: 1, high: 3, unit: .[5], help: .[6]}},
	    tags: {(.[2]): .[3]}, stop: {trials: 40, failures: 4}}' evil >space
	hpo-space -o t space
}

@test "a space: problems are told, what is accepted is kept" {
	cat >templates <<'EOF'
{"minimize": "e", "params": {@: "int(1,2)"}}
{"minimize": "e", "params": {"x": [1, @]}}
{"minimize": "e", "params": {"x": @}}
{"minimize": "e", "params": {"x": {"type": @}}}
{"minimize": "e", "params": {"x": {"type": "int", "low": @, "high": 3}}}
{"minimize": "e", "params": {"x": {"type": "int", "low": 1, "high": 3, @: 1}}}
{"minimize": "e", "params": {"x": {"type": "int", "low": 1, "high": 3, "when": @}}}
{"minimize": "e", "params": {"x": {"type": "int", "low": 1, "high": 3, "unit": @, "help": @}}}
{"minimize": "e", "params": {"x": {"type": "ordinal", "choices": [@, @]}}}
{"minimize": "e", "params": {"x": {"type": "categorical", "choices": ["a", @], "default": @}}}
{"minimize": @, "params": {"x": "int(1,2)"}}
{"maximize": {"metric": "e", @: 1}, "params": {"x": "int(1,2)"}}
{"study": @, "minimize": "e", "params": {"x": "int(1,2)"}}
{"sampler": @, "minimize": "e", "params": {"x": "int(1,2)"}}
{"seed": @, "minimize": "e", "params": {"x": "int(1,2)"}}
{"id": @, "minimize": "e", "params": {"x": "int(1,2)"}}
{"stop": {@: 1}, "minimize": "e", "params": {"x": "int(1,2)"}}
{"stop": {"time": @}, "minimize": "e", "params": {"x": "int(1,2)"}}
{"points": [{"x": @}], "minimize": "e", "params": {"x": "int(1,2)"}}
{"points": [{@: 1}], "minimize": "e", "params": {"x": "int(1,2)"}}
{"tags": {@: @}, "minimize": "e", "params": {"x": "int(1,2)"}}
{@: 1, "minimize": "e", "params": {"x": "int(1,2)"}}
EOF
	each_evil <templates | split -l 1 -a 3 - space.
	for f in space.*; do
		hpo-space "$f" >one 2>>err || [ $? = 2 ]
		[ -s one ] || continue
		cat one >>out
		cat "$f" >>accepted
		hpo-space --show one >>shown
		hpo-space --sample 2 one >>sampled
	done
	[ "$(wc -l <out)" -gt 100 ]
	for_people err
	harmless out shown sampled
	# Not a string was changed on the way, each on its own line.
	strings='[.. | strings, (objects | keys[]) | select(IN($evil[]))] | unique'
	jq -c --slurpfile evil evil "$strings" accepted >want
	jq -c --slurpfile evil evil "$strings" out | diff - want
}

@test "a space on the command line, and names of files" {
	try_each hpo-space '@=int(1,2)' minimize=e
	try_each hpo-space 'x=@' minimize=e
	try_each hpo-space 'x=choice(1, "@")' minimize=e
	try_each hpo-space 'x=int(1,2)' 'minimize=@'
	try_each hpo-space 'x=int(1,2)' minimize=e 'stop.@=1'
	try_each hpo-space '@'
	try_each hpo-space -o '/nowhere/@' 'x=int(1,2)' minimize=e
	try_each hpo-space --seed '@' 'x=int(1,2)'
	try_each hpo-space '--@'
	try_each hpo-space '-@'
	printf 'minimize: e\nparams: {%s: "int(1,2)"}\n' "$raw" >space
	try hpo-space space
	printf 'minimize: e\nparams: {x: [%s, b]}\n' "$raw" >space
	try hpo-space space
	[ "$(wc -l <err)" -gt 90 ]
	for_people err
	harmless out
}

@test "hpo-tell refuses and records" {
	study
	hpo-ask -n 20 t >asked
	for args in '1 @=1' '1 e=@' '@ e=1' '1 --step @ e=1' '1 --failed @' \
	    '2 e=1 @=2' '3 --@'; do
		# shellcheck disable=SC2086  # words on purpose
		try_each hpo-tell t -t $args
	done
	try_each hpo-tell '@' -t 1 e=1
	try_each hpo-tell t '--reap=@'
	HPO_REPORT=report try_each hpo-tell '@=1'
	HPO_REPORT='no/@' try_each hpo-tell e=1
	each_evil >lines <<'EOF'
@
{"trial": @}
{@: 1}
{"trial": 4, @: @}
{"trial": 4, "state": @}
{"trial": 4, "state": "running", "by": @, "started": @}
{"trial": 4, "state": "complete", "metrics": {@: 1}}
{"trial": 4, "state": "complete", "metrics": {"e": @}}
{"trial": 5, "state": "failed", "reason": @, "job": @}
{"trial": 6, "params": {@: 1}}
{"trial": 6, "params": {"k": @}}
{"trial": 7, "state": "complete", "metrics": {"e": NaN, @: NaN}}
{"trial": 8, "state": "complete", "metrics": {"e": 1, @: 1e999}}
{"trial": 9, "study": {"id": @}}
{"trial": 10, "step": 1, "metrics": {@: 1}}
{"trial": 9, "tags": {@: @}, "for": @}
{"params": {"k": @, "x": 0.5, "y": 1}, "uid": @}
{"params": {"k": @, "x": 0.5, "y": 1}}
{"params": {@: 1}}
{"space": {@: {"type": "int", "low": 1, "high": 2}}}
{"space": {"x": {"type": "int", "low": 1, "high": 2}}, @: 1}
EOF
	printf '{"trial":4,"%s":1}\n%s\n' "$raw" "$raw" >>lines
	rc=0
	hpo-tell --tee t <lines >>out 2>>err || rc=$?
	[ $rc = 2 ]
	[ "$(wc -l <err)" -gt 150 ]
	for_people err
	# What was recorded is as it was, and may be looked at.
	harmless out t
	jq -en --slurpfile evil evil '$evil - [inputs | .metrics // {} | keys[]]
	    == []' t
	jq -en --slurpfile evil evil 'any(inputs | select(.trial == 5);
	    .reason | IN($evil[]))' t
}

@test "hpo-ask says what it cannot do, and prints what there is" {
	study
	for args in '-m @' '-O @=1' '-O n.@=2' '-O n0=@' '-m grid -O n.@=2' \
	    '--format @' '-n @' '--seed @' '--lost @' '--for @'; do
		# shellcheck disable=SC2086  # words on purpose
		try_each hpo-ask $args t
	done
	try_each hpo-ask '@'
	# Who holds trials, and why the last ones failed.
	jq -c '{trial: (50 + input_line_number), state: "running", by: .,
	    started: ., params: {}}' evil >>t
	sed -i '1s/"trials":40/"trials":1/' t
	try hpo-ask t
	cp t held
	jq -c '{trial: (50 + input_line_number), state: "failed", reason: .}' \
	    evil >>t
	try hpo-ask t
	printf '{"trial":99,"by":"%s"}\n%s\n' "$raw" "$raw" >>t
	try hpo-ask t
	[ "$(wc -l <err)" -gt 90 ]
	for_people err
	# For programs a value is what it was.
	study
	for format in jsonl tsv args env; do
		hpo-ask --format $format -m grid -O n.x=1 -n 30 <t >$format
	done
	harmless jsonl
	jq -c .params.k jsonl | sort -u >got
	jq -c . evil | sort | diff - got
	while read -r n args; do
		printf %s "${args%% --x=*}" >arg
		eval "set -- $args"
		jq -j --argjson n "$n" 'select(.trial == $n)
		    | "--k=\(.params.k)"' jsonl >want
		printf %s "$1" | cmp - want
	done <args
	# But a terminal gets them cleaned.
	for format in jsonl tsv args env; do
		script -qec "stty -opost; hpo-ask --format $format -n 30 <t" \
		    /dev/null </dev/null | tr -d '\t' >out
		grep -aq x out
		harmless out
	done
}

# Run these lines with "$@" as options and payload.
run_lines() {
	local rc=0

	hpo-run "$@" <lines >>out 2>>err || rc=$?
	[ $rc -lt 4 ]
}

@test "hpo-run shows what a payload says, and what it was told to run" {
	study
	cp t t0
	hpo-ask -n 8 t >lines
	jq -j '. + "\u0000"' evil >texts
	printf '%s\0' "$raw" >>texts
	cat >payload <<'EOF'
#!/usr/bin/env bash
# One of the evil texts as output, error, report and reason, by trial number.
mapfile -td '' evil <"$1"
v=${evil[HPO_TRIAL - 1]}
printf '%s\n' "$v"
printf '%s\n' "$v" "$v" >&2
[ "$2" != fail ] || exit 3
printf '{"e":1,"%s":NaN}\n%s\n' "$v" "$v" >"$HPO_REPORT"
jq -cn --arg v "$v" '{e: 1, ($v): "NAN"}' | sed s/\"NAN\"/NaN/ >>"$HPO_REPORT"
[ "$2" = nan ] ||
    jq -cn --arg v "$v" '{($v): 1, e: 1, name: $v}' >>"$HPO_REPORT"
EOF
	chmod +x payload
	run_lines --runs a -- ./payload texts fail
	run_lines --runs b -- ./payload texts
	run_lines --runs c -v -- ./payload texts nan
	run_lines --runs d --metric "e=^(.*)$" -- ./payload texts
	mapfile -td '' evil <texts
	for v in "${evil[@]}"; do
		run_lines --runs e -- "./$v"
		run_lines --runs e -- true "{$v}"
		run_lines --runs e -- true "{k:-$v}" "{$v"
		run_lines --runs e --cwd "/$v" -- true
		run_lines --runs "no/$v" -- true
		run_lines --runs "/dev/null/$v" -- true
		run_lines --runs f --metric "$v=(" -- true
		run_lines --runs f --metric "e=$v(" -- true
		run_lines --runs f --time "$v" -- true
		run_lines --runs f -x "$v" -- true
		rm -rf e f no
	done
	each_evil >lines <<'EOF'
@
{"trial": 1, "params": {@: 1}}
{"trial": 2, "params": {"k": @}, "study": {"id": @}}
{"trial": 3, "params": {"k": @}, "study": {"id": "x", "metrics": [@]}}
{"trial": 4, "state": @}
{"trial": 5, "state": "failed", "reason": @, "metrics": {@: 1}}
{"trial": 6, "state": "complete", "by": @, "metrics": {@: 1}}
EOF
	printf '{"trial":4,"%s":1}\n%s\n' "$raw" "$raw" >>lines
	harmless out
	hpo-run --runs g -- true <lines >passed 2>>err || [ $? = 2 ]
	grep -F '"state": "complete"' lines | grep -Fxf - passed >found
	for_people err
	# The reasons in the file are fit for people; metrics have their names.
	cat a/*/*/1/exit.json b/*/*/1/exit.json >said
	harmless said
	jq -en '[inputs | .reason // empty] | length >= 8' said
	jq -en --slurpfile evil evil 'any(inputs; .metrics // {} | has($evil[0]))' \
	    said
	script -qec 'stty -opost; hpo-run -q --runs j -- true <lines ||
	    [ $? = 2 ]' /dev/null </dev/null >shown
	grep -q '"state": "complete"' shown
	harmless shown
	# On a terminal there are the bar and the lines of those that failed.
	hpo-ask -n 8 t0 >lines
	env -u NO_COLOR TERM=xterm script -qec 'stty -opost
	    hpo-run -v --runs h -- ./payload texts <lines >/dev/null
	    hpo-run --runs i -- ./payload texts fail <lines >/dev/null' \
	    /dev/null </dev/null | sed 's/\r//g; s/\x1b\[K//g' >shown
	[ "$(grep -ao 'hpo-run: trial' shown | wc -l)" = 16 ]
	for_people shown
}

# A trial file in which every text is an evil one; those of the last trials are
# as long as may be, and one that is longer makes a line that is skipped.
trials() {
	study
	jq -cn '[inputs] | to_entries[] | .key as $n | .value | {trial: ($n + 21),
	    state: "failed", reason: ., by: ., params: {k: ., (.): .},
	    metrics: {(.): 1}, started: ., ended: ., job: ., uid: .},
	    {trial: ($n + 41), state: "running", by: ., started: .,
	    params: {k: .}},
	    {trial: ($n + 1), state: "complete", params: {k: ., x: 0.5, y: 2,
	    (.): .}, metrics: {e: ($n + 1), (.): 1}, tags: {(.): .},
	    ask: {sampler: ., why: .}}' evil >>t
	jq -cn '"\u001b[2J\u202e" * 9000 | {trial: 61, state: "failed", by: .,
	    reason: ., params: {k: ., (.): 1}}, {trial: 62, state: "running",
	    by: .}, {trial: 63, state: "complete", params: {k: ., (.): .},
	    metrics: {e: 0.5, (.): 1}, ask: {why: .}}, {trial: 64, reason:
	    (. * 9)}' >>t
	printf '{"trial":99,"by":"%s"}\n%s\n' "$raw" "$raw" >>t
}

@test "hpo-report shows it to people, wherever that is" {
	trials
	for args in '--columns @' '--columns params.@,trial' '--order-by @' \
	    '--format @' '-o /nowhere/@.csv' '-n @' '--@'; do
		# shellcheck disable=SC2086  # words on purpose
		try_each hpo-report table $args t
	done
	try_each hpo-report '@'
	try_each hpo-report plot '@' t
	for view in summary 'summary -v' table stop \
	    'table --columns trial,k,by,reason,started,sampler,ask' \
	    plot 'plot slice' 'plot parallel'; do
		# shellcheck disable=SC2086  # words on purpose
		{
			hpo-report $view t >>shown 2>>err
			script -qec "stty cols 100 rows 30 -opost
			    hpo-report $view t" /dev/null </dev/null >>screen
		}
	done
	for_people err screen
	grep -v '^hpo-report: ' screen >lines # those a terminal breaks
	[ "$(wc -L <lines)" -le 100 ]
	harmless shown
	run -1 grep -P '\p{M}{5}' shown
	# Only the words for a shell and the table are whole in a pipe.
	hpo-report -v t 2>>err | grep -v '^params ' >piped
	for_people piped
	[ "$(wc -l <screen)" -le 400 ]
	# Nor do long texts take the room of short ones.
	[ "$(grep -cE '^ *[0-9]+ (complete|running|failed)( |$)' screen)" = 33 ]
}

@test "pictures hold clean text, and are what they say" {
	trials
	for kind in history slice parallel; do
		hpo-report plot $kind -o $kind.svg t 2>>err
		hpo-report plot $kind -o $kind.png t 2>>err
		hpo-report plot $kind -o $kind.gp t 2>>err
		[ "$(head -c 4 $kind.png | tail -c 3)" = PNG ]
		gnuplot -d $kind.gp >drawn
		tr -d '\t' <$kind.svg >svg
		harmless $kind.gp svg
		if [ -n "$TESTS_MUST_RUN" ] || command -v xmllint >/dev/null; then
			xmllint --noout $kind.svg
		fi
	done
	for_people err
}

@test "for programs values stay what they are" {
	trials
	hpo-report best -n 99 t 2>>err >best
	hpo-report table --columns trial,k --format json t >table 2>>err
	hpo-report table --columns trial,k --format csv t >csv 2>>err
	harmless best table
	jq -c 'select(.trial < 20) | .params.k' best >got
	jq -c . evil | diff - got
	jq -en '[inputs | select(.trial > 60) | .k // empty | length] == [45000, 45000]' \
	    table
	# All lines of a value are there, with quotes doubled had it any.
	jq -r 'select(.trial < 20) | .k' table | cut -c -1000 >want
	while read -r line; do
		grep -aqF -- "$line" csv
	done <want
	for_people err
}
