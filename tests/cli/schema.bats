#!/usr/bin/env bats
# The schemas that hpo-space prints, held by a validator against what the
# programs accept and refuse.
bats_require_minimum_version 1.5.0
set -o pipefail

setup() {
	tests=$BATS_TEST_DIRNAME
	root=$tests/../..
	cd "$BATS_TEST_TMPDIR"
	python3 -c 'import jsonschema' 2>/dev/null ||
	    [ -n "${TESTS_MUST_RUN-}" ] || skip 'no python3-jsonschema'
	accepted=$BUILD/tests/cli/accepted
	hpo-space --schema=space >space.schema
	hpo-space --schema=trial >trial.schema
}

# Of the verdicts on standard input those that schema $1 does not share.
differing() {
	python3 "$tests/validate.py" "$@"
}

# The same, where a schema may accept more.
refused_too_much() {
	differing "$@" | grep -a '^[0-9]*:yes' || true
}

@test "the schemas are one file, and each the same every time" {
	for of in space trial; do
		hpo-space --schema=$of | cmp - $of.schema
		jq -cS 'del(.title, ."$ref")' "$root/cmd/hpo-space/schema.json" |
		    diff - <(jq -cS 'del(.title, ."$ref")' $of.schema)
	done
	hpo-space x=bool minimize=e | tee header | hpo-space --schema >one
	hpo-space --schema=params header | cmp - one
	for args in --schema=spaces '--schema=space header' \
	    '--schema=trial x=bool' '--schema --count header' \
	    '--schema=space --fix x=1' '--schema=trial --narrow header'; do
		# shellcheck disable=SC2086 # words on purpose
		run --separate-stderr -2 hpo-space $args
		[ -z "$output" ]
	done
}

@test "a space file that is accepted is accepted by the schema" {
	mkdir shown
	awk -v dir=shown -f "$tests/shown.awk" "$root"/man/*.[157]
	for kind in yaml json; do
		zcat "$root/tests/fuzz/fuzz_space_$kind.corpus.gz" >corpus
		"$accepted" corpus corpus
	done >verdicts
	"$accepted" space "$root"/examples/*/*.yaml shown/*.space \
	    "$root"/tests/fuzz/fuzz_space_{yaml,json}.seeds/* >>verdicts
	[ "$(grep -ac ^yes verdicts)" -gt 300 ]
	refused_too_much space.schema <verdicts >wrong
	[ ! -s wrong ] || { cat wrong; false; }
}

@test "what the examples of the manuals write is accepted by the schemas" {
	mkdir shown
	awk -v dir=shown -f "$tests/shown.awk" "$root"/man/*.[157]
	for page in hpo-space.5 hpo-trials.5 hpo-space.1 hpo-ask.1 hpo-run.1; do
		sed 's/^[$>] //' shown/$page.*.session >run.sh
		mkdir $page
		(cd $page && bash --posix ../run.sh >/dev/null 2>&1) || true
		find $page -maxdepth 1 -type f -name '*.jsonl' \
		    -exec "$accepted" lines {} + >>lines
		find $page -maxdepth 1 -type f ! -name '*.jsonl' -size -20k \
		    -exec "$accepted" space {} + >>spaces
	done
	[ "$(grep -c ^yes lines)" -gt 15 ]
	[ "$(grep -c ^yes spaces)" -gt 4 ]
	refused_too_much trial.schema <lines >wrong
	refused_too_much space.schema <spaces >>wrong
	[ ! -s wrong ] || { cat wrong; false; }
}

# Those that it cannot refuse have a reason in space-errors.txt.
@test "a wrong space is refused by the schema, but for those that say why not" {
	LC_ALL=C awk '/^#/ { next }
	    /^== / { f = sprintf("case%03d", ++n); printf "" >f
	        if (sub(/.* ! /, "")) print f >"marked"; next }
	    { gsub(/@/, ""); print >f }' "$tests/space-errors.txt"
	for case in case*; do
		"$accepted" space $case >verdict
		[ ! -s verdict ] || echo $case >>names
		cat verdict >>verdicts
	done
	[ "$(wc -l <names)" -gt 60 ]
	[ -z "$(grep -a ^yes verdicts)" ]
	differing space.schema <verdicts | cut -d : -f 1 >numbers
	while read -r n; do
		sed -n "${n}p" names
	done <numbers >got
	diff marked got >moved || {
		cat moved # < says why, but is refused; > is not, and does not
		sed -n 's/^[<>] //p' moved | xargs cat
		false
	}
}

@test "lines of trial files that are accepted are accepted by the schema" {
	for seeds in trials report ask job; do
		"$accepted" lines "$root/tests/fuzz/fuzz_$seeds.seeds"/*
	done >verdicts
	"$accepted" lines "$tests"/report-data/*.jsonl >>verdicts
	[ "$(grep -c ^yes verdicts)" -gt 150 ]
	refused_too_much trial.schema <verdicts >wrong
	[ ! -s wrong ] || { cat wrong; false; }
}

@test "lines that the programs write are accepted by the schema" {
	hpo-space -o trials x='float(0,1)' n='int(1, 9, when="x > 0.5")' \
	    minimize=loss stop.trials=8
	hpo-ask -n 4 trials | tee asked |
	    hpo-run -q -- sh -c 'hpo-tell --step 1 loss=3; echo "{\"loss\":{x}}"' |
	    tee ran | hpo-tell trials
	hpo-ask trials | hpo-run -q -- sh -c 'exit 75' | tee -a ran |
	    hpo-tell trials
	hpo-ask trials | hpo-run -q -- false | tee -a ran | hpo-tell trials
	hpo-ask trials >/dev/null
	hpo-tell trials -t 6 --failed why
	hpo-ask trials >/dev/null
	hpo-tell trials -t 7 --cancel
	echo '{"params":{"x":0.25},"uid":"01ARZ3NDEKTSV4RRFFQ69G5FAV"}' |
	    hpo-tell --tee trials >told
	"$accepted" lines trials asked ran told >verdicts
	[ -z "$(grep ^no verdicts)" ]
	[ "$(wc -l <verdicts)" -gt 30 ]
	differing trial.schema <verdicts >wrong
	[ ! -s wrong ] || { cat wrong; false; }
}

@test "a wrong line of a trial file is refused by the schema" {
	cat >wrong <<-'EOF'
	{"trial":0}
	{"trial":1.5}
	{"trial":2147483648}
	{"trial":"1"}
	{"trial":null}
	{"trial":1,"state":"done"}
	{"trial":1,"state":null}
	{"trial":1,"state":3}
	{"trial":1,"params":null}
	{"trial":1,"params":[1]}
	{"trial":1,"metrics":{"e":"0.5"}}
	{"trial":1,"metrics":{"e":null}}
	{"trial":1,"metrics":{"e":true}}
	{"trial":1,"metrics":0.5}
	{"trial":1,"step":-1}
	{"trial":1,"step":1.5}
	{"trial":1,"step":9007199254740992}
	{"trial":1,"step":"1"}
	{"trial":1,"attempt":0}
	{"trial":1,"attempt":null}
	{"trial":1,"attempt":2147483648}
	{"trial":1,"reason":["lost"]}
	{"trial":1,"by":7}
	{"trial":1,"uid":7}
	{"trial":1,"for":{}}
	{"trial":1,"exit":"0"}
	{"trial":1,"seconds":"1.5"}
	{"trial":1,"asked":1764500000}
	{"trial":1,"started":1764500000}
	{"trial":1,"ended":1764500000}
	{"trial":1,"fidelity":"all"}
	{"trial":1,"ask":"sobol"}
	{"trial":1,"tags":["a"]}
	{"space":{}}
	{"space":{"x":{"type":"float","low":0,"high":1}}}
	{"space":{"x":{"type":"float","low":0,"high":1}},"minimize":"e","extra":1}
	{"space":{"x":{"type":"float","low":0}},"minimize":"e"}
	{"hpo":2,"space":{"x":"bool"},"minimize":"e"}
	EOF
	"$accepted" lines wrong >verdicts
	[ "$(grep -c ^no verdicts)" = "$(wc -l <wrong)" ]
	differing trial.schema <verdicts >got
	[ ! -s got ] || { cat got; false; }
	cat >right <<-'EOF'
	{"trial":1,"seq":3,"unknown":[{}],"job":{"id":4},"reason":null,"exit":null}
	{"trial":2147483647,"attempt":2147483647,"step":0}
	{"trial":1,"state":"complete","metrics":{}}
	{"note":"kept"}
	{"params":{"x":0.5}}
	{}
	EOF
	"$accepted" lines right >verdicts
	[ "$(grep -c ^yes verdicts)" = "$(wc -l <right)" ]
	differing trial.schema <verdicts >got
	[ ! -s got ] || { cat got; false; }
}

@test "lines that are wrong by what stands before them are no matter of the schema" {
	hpo-space x='float(0,1)' minimize=e >trials
	hpo-ask trials >/dev/null
	cat >told <<-'EOF'
	{"trial":9,"state":"complete","metrics":{"e":1}}
	{"trial":1,"state":"complete","metrics":{"other":1}}
	{"trial":1,"state":"running","attempt":3}
	{"params":{"x":2}}
	EOF
	while read -r; do
		cp trials copy
		run -2 hpo-tell copy <<<"$REPLY"
	done <told
	"$accepted" lines told >verdicts
	[ "$(grep -c ^yes verdicts)" = 4 ]
	differing trial.schema <verdicts >got
	[ ! -s got ] || { cat got; false; }
}

@test "the schema knows the samplers, and no others" {
	jq -r '."$defs".file.properties.sampler.enum[]' space.schema | sort \
	    >names
	hpo-ask --list | awk '{ print $1 }' | sort | diff names -
}

@test "the schema knows the keys of the manual" {
	keys() { # of the lines from $1 to $2 of the canonical form
		awk -v from="$1" -v to="$2" '/^\.Ss / { inside = /Canonical form/ }
		    inside && index($0, from) { on = 1 }
		    on && index($0, to) { exit }
		    on && /^\.Cm / { gsub(/^\.Cm|,/, ""); $1 = $1
			gsub(/ /, "\n"); print }' "$root/man/hpo-space.5" |
		    grep -x '[a-z_]*' | sort -u
	}
	keys 'A header has' 'is flat' >header
	[ "$(wc -l <header)" -gt 12 ]
	jq -r '."$defs".file.properties | keys[]' space.schema | sort |
	    comm -13 - header >missing
	keys 'Each has' 'as far as' >param
	[ "$(wc -l <param)" -gt 12 ]
	jq -r '."$defs"[].properties? // {} | keys[]' space.schema | sort -u |
	    comm -13 - param >>missing
	[ ! -s missing ] || { cat missing; false; }
	# And in the short forms, but for what needs lists or is in place.
	while read -r key; do
		case $key in
		type | choices | meta) continue ;;
		esac
		jq -e --arg k "$key" '."$defs".short.then.pattern |
		    test("[(|]" + $k + "[|)\\[]")' space.schema >/dev/null ||
		    echo "$key"
	done <param >missing
	[ ! -s missing ] || { cat missing; false; }
}

# Verdicts on points of $1 spaces that are made up, and on changed ones.
made_points() {
	python3 "$tests/made_spaces.py" "$@" >spaces
	[ "$(wc -l <spaces)" = "$1" ]
	while read -r; do
		hpo-space <<<"$REPLY"
		hpo-space --sample 10 <<<"$REPLY"
	done <spaces | python3 "$tests/made_spaces.py" points >points
	"$accepted" points points >verdicts
	[ "$(grep -c ^yes verdicts)" -gt $((10 * $1)) ]
	[ "$(grep -c ^no verdicts)" -gt $((20 * $1)) ]
}

# native: many programs are started.
# bats test_tags=native
@test "the schema of points accepts and refuses as the space does" {
	made_points 120
	differing <verdicts >wrong
	[ ! -s wrong ] || { cat wrong; false; }
}

# native: many programs are started.
# bats test_tags=native
@test "what the schema of points cannot say refuses none" {
	made_points 40 more
	refused_too_much <verdicts >wrong
	[ ! -s wrong ] || { cat wrong; false; }
	# It is said to people.
	sed -n 's/^schema\t//p' verdicts >schemas
	jq -e '."$comment" == "require: a + b < 16; forbid: f > 0.9 and a == 1"
	    and (.properties | .b."$comment" == "high: a"
	        and .s."$comment" == "step: 0.001" and .q."$comment" == "sum: 1"
	        and .w."$comment" == "when: a > 3 and b < 6"
	        and .b.maximum == 9 and .f.maximum == 1)' schemas
}

@test "a point in a schema of points: types, values, units, presence" {
	cat >space.yaml <<-'EOF'
	study: s
	minimize: e
	params:
	  k: [rbf, 1, "1", null, true]
	  C: {type: float, low: 0.5, high: 2, unit: kg, help: the cost, default: 1}
	  n: {type: int, low: 4, high: 1000, step: 4, when: "k in (1, 'rbf')"}
	  m: {type: int, low: 1, high: 5, step: 2}
	  c: 3
	EOF
	hpo-space --schema space.yaml | jq -Sc . >got
	jq -Sc . >want <<-'EOF'
	{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"s",
	 "type":"object","additionalProperties":false,
	 "required":["k","C","m","c"],
	 "properties":{
	  "k":{"enum":["rbf",1,"1",null,true]},
	  "C":{"type":"number","minimum":0.5,"maximum":2,"default":1,
	   "description":"the cost [kg]"},
	  "n":{"type":"integer","minimum":4,"maximum":1000,"multipleOf":4},
	  "m":{"enum":[1,3,5]},
	  "c":{"const":3}},
	 "allOf":[{"if":{"properties":{"k":{"enum":["rbf",1]}},"required":["k"]},
	  "then":{"required":["n"]},"else":{"properties":{"n":false}}}]}
	EOF
	diff want got
}

# So that what is new is fuzzed, too.  Inline there are short forms only.
@test "the dictionaries of fuzzing have every key of a space" {
	jq -r '."$defs" | del(.line, .trial) | [.. | .properties? // empty
	    | keys[]] | unique[]' space.schema >keys
	jq -r '."$defs" | del(.line, .trial, .file, .stop, .objective) |
	    [.. | .properties? // empty | keys[]] - ["type", "choices", "goal",
	    "meta"] | unique[]' space.schema >words
	jq -r '[."$defs"[].properties?.type? | objects | (.const, .enum[]?)
	    | strings] | unique[]' space.schema >types
	[ "$(wc -l <keys)" -gt 35 ]
	[ "$(wc -l <types)" -gt 8 ]
	for dictionary in yaml:keys json:keys inline:words; do
		dict=$root/tests/fuzz/fuzz_space_${dictionary%:*}.dict
		tr -cs 'a-z0-9_' '\n' <"$dict" | sort -u >has
		[ "${dictionary#*:}" = words ] || cat types >>keys
		sort -u "${dictionary#*:}" | comm -23 - has >lacks
		[ ! -s lacks ] || { echo "$dict lacks:"; cat lacks; false; }
	done
}
