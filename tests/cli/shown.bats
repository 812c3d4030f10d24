#!/usr/bin/env bats
# What the manuals show: command lines run, spaces and trials are accepted, and
# what programs are said to print they print.

setup() {
	bats_require_minimum_version 1.5.0
	root=$BATS_TEST_DIRNAME/../..
	source "$BATS_TEST_DIRNAME/shown.sh"
	cd "$BATS_TEST_TMPDIR"
	mkdir shown
	awk -v dir=shown -f "$BATS_TEST_DIRNAME/shown.awk" "$root"/man/*.[157]
	shown=$PWD/shown
}

# Run the rest in an empty folder of this name.
in_folder() {
	mkdir "$1"
	(cd "$1" && "${@:2}")
}

# The lines of section $2, or from a heading below a section on, of page $1.
part() {
	awk -v title="$2" '/^\.S[hs] / { on = substr($0, 5) == title }
	    on' "$root/man/$1"
}

@test "every display is of a kind that a test here takes" {
	find "$shown" -type f | sed 's/.*\.//' | sort -u | diff - <(printf \
	    '%s\n' commands conditions grammar inline message session space \
	    trials truths)
	# A command line escapes by no other way: here is nothing of displays.
	sed -n 's/\\e/\\/g; s/^\.D[l1] //; s/^\$ /&/p; /^hpo-[a-z]* /p
	    s/^\..*\(Ql\|Li\|Ic\|Cm\) \(hpo-[a-z]* .*[^ .,:;)]\).*/\2/p' \
	    "$root"/man/*.[157] | sort -u >lines
	[ "$(wc -l <lines)" -gt 50 ]
	cat "$shown"/*.{commands,session,inline} | sort -u |
	    comm -13 - lines >escaped
	[ ! -s escaped ] || { cat escaped; false; }
}

# The lines behind "$ ", and behind "> " those that go on from there.
@test "the EXAMPLES of every page run, each page in an empty folder" {
	for page in "$root"/man/*.[157]; do
		name=$(basename "$page")
		part "$name" EXAMPLES | grep -q '^\$ '
		cat "$shown/$name".*.session >lines
		[ -z "$(grep -v '^[$>] ' lines)" ]
		sed 's/^[$>] //' lines >run.sh
		in_folder "$name" bash --posix -e -o pipefail ../run.sh
	done
}

# Those of file $1, in a folder that has what they name.
run_lines() {
	begin_shown
	bash --posix -e -o pipefail "$1"
	case $(<"$1") in
	*hpo-run*) # a whole search
		hpo-report table --columns error --format csv trials.jsonl >got
		[ "$(wc -l <got)" = 5 ]
		! grep -qx '' got ;;
	*new.yaml*)
		jq -se 'map(select(.space))[-1].stop.trials == 6' trials.jsonl ;;
	jq*) ;;
	*) false ;;
	esac
}

@test "command lines in the text do what the text says" {
	for file in "$shown"/*.commands; do
		in_folder "${file##*/}" run_lines "$file"
	done
}

trials_by_jq() {
	begin_shown
	sh "$1" >got
	jq -e 'map(.trial) == [1] and .[0].metrics.error == 0.5' got
}

@test "the reference reader gives the trials" {
	for file in $(grep -l '^jq' "$shown"/*.commands); do
		in_folder reader trials_by_jq "$file"
	done
	[ -d reader ]
}

try_line() {
	begin_shown
	try_shown "$1"
}

@test "command lines within the text are no wrong usage" {
	for file in "$shown"/*.inline; do
		in_folder "${file##*/}" try_line "$file"
	done
}

@test "mistakes are told in the form that is shown" {
	# With the words that stand for something.
	form=$(sed 's/line:column/[0-9]+:[0-9]+/; s/file/[^:]+/; s/field/[^:]+/
	    s/text/.+/' "$shown"/*.message)
	echo '{minimize: e, params: {x: "float(1, 0)"}}' >wrong
	run -2 --separate-stderr hpo-space wrong
	[[ $stderr =~ ^$form$ ]]
}

@test "spaces are accepted" {
	for file in "$shown"/*.space; do
		hpo-space "$file" >got
		[ "$(hpo-ask -n 5 got | wc -l)" = 5 ]
	done
	# All keys at the top, and all parameters.
	hpo-space "$(grep -l ^study: "$shown"/*.space)" >got
	jq -e '.study and .seed == "7" and .stop.trials and .points' got
	hpo-ask -n 5 got | grep -c '"kernel":"\(rbf\|poly\)"' | grep -qx 5
}

@test "conditions are accepted, each for its values" {
	cat "$shown"/*.conditions >conditions
	while read -r when; do
		hpo-space minimize=e kernel='choice(rbf, poly, sigmoid)' \
		    g="int(1, 2, when=\"$when\")" >space
		# Each kernel that is named has two points, others have one.
		names=$(grep -o "'[a-z]*'" <<<"$when" | wc -l)
		[ "$(hpo-space --count space)" = $((3 + names)) ]
	done <conditions
}

# A space with the key $1, a list of what standard input has as lines.
with_rules() {
	jq -Rn '{minimize: "e", params: {m: "bool"}, "'"$1"'": [inputs]}'
}

@test "expressions that are called true are" {
	cat "$shown"/*.truths >truths
	[ -s truths ]
	while read -r; do
		with_rules require <<<"$REPLY" >space
		hpo-space space
		with_rules forbid <<<"$REPLY" >space
		run -2 hpo-space space
	done <truths
}

# What the grammar derives is read to its end, where a name is not known.
@test "the grammar of expressions is that of the program" {
	awk -f "$BATS_TEST_DIRNAME/derive.awk" "$shown"/*.grammar >sentences
	[ "$(wc -l <sentences)" = 400 ]
	# All terminals come up.
	grep -o '"[^"]*"' "$shown"/*.grammar | tr -d '"' | sort -u >terminals
	[ "$(wc -l <terminals)" -gt 35 ]
	while read -r; do
		grep -qF -e " $REPLY " sentences
	done <terminals
	sed 's/$/or zzz/' sentences | with_rules require >space
	run -2 hpo-space space
	grep -o '^hpo-space: space:[0-9]*:[0-9]*: require: ' <<<"$output" |
	    cut -d : -f 3,4 >got
	awk 'at = index($0, "zzz") { print NR ":" at }' space | sort >want
	sort got | comm -13 - want >missing
	[ ! -s missing ] || { cat missing space; false; }
}

@test "short forms mean what stands beside them" {
	part hpo-space.5 'Short forms' | sed -n 's/^\.It Li \(.*\) Ta /\1\t/p' |
	    sed 's/, \.\.\.//g; /rlog/s/\<[ab]\>/0.&/g
	        s/\<a\>/1/g; s/\<b\>/2/g' >forms
	[ "$(wc -l <forms)" = 13 ]
	while IFS=$'\t' read -r short long; do
		hpo-space minimize=e x="$short" >got
		echo "{minimize: e, params: {x: {$long}}}" | hpo-space |
		    cmp - got
	done <forms
	part hpo-space.5 'Short forms' |
	    sed -n 's/^\.Li \([a-z]*(.*)\) .*/\1/p' >forms
	[ -s forms ]
	while read -r short; do
		hpo-space minimize=e x="$short"
	done <forms
}

# A space with the key $1 of $2, which may be there.
with_key() {
	case $2 in
	'a space') echo "{minimize: e, params: {x: bool}, $1: 1}" ;;
	'an objective') echo "{minimize: {metric: e, $1: 1}, params: {x: bool}}" ;;
	'a parameter') echo "{minimize: e, params: {x: {type: bool, $1: 1}}}" ;;
	esac
}

@test "priors mean what stands beside them" {
	part hpo-space.5 Priors | sed -n 's/^\.It Li \(.*\) Ta /\1\t/p' |
	    sed 's/, \.\.\.//g; s/\<sd\>/0.5/g; s/\<mean\>/-1/g
	        s/\<a\>/2/g; s/\<b\>/5/g; s/\<w\>/3/g; s/\<value\>/0.5/g
	        s/\<confidence\>/low/g' >priors
	[ "$(wc -l <priors)" = 5 ]
	while IFS=$'\t' read -r short long; do
		type='type: float, low: 0.1, high: 1'
		form="log(0.1, 1, log=false, prior=$short)"
		[[ $short != weights* ]] || {
			type='type: choice, choices: [p, q]'
			form="choice(p, q, prior=$short)"
		}
		hpo-space minimize=e x="$form" >got
		grep -q "\"${short%%(*}\":" got
		for prior in "{$long}" "'$short'"; do
			echo "{minimize: e, params: {x: {$type, prior: $prior}}}" |
			    hpo-space | cmp - got
		done
	done <priors
}

@test "what is not built yet is refused by name" {
	part hpo-space.5 'Not built yet' >page
	awk '/^\.Cm/ { gsub(/^\.Cm|,/, ""); words = words " " $0 }
	    /^of / { sub(/^of /, ""); sub(/[.;]$/, "")
		n = split(words, word, " "); words = ""
		for (i = 1; i <= n; i++) print word[i], $0 }' page >keys
	[ "$(cut -d ' ' -f 2- keys | uniq)" = \
	    $'a space\nan objective\na parameter' ]
	while read -r key owner; do
		with_key "$key" "$owner" >space
		run -2 hpo-space space
		[[ $output == *"'$key' is not built yet"* ]]
	done <keys
}

# Lines that begin with a blank go on from the line before.
@test "the lines of a trial are recorded, and read, as they are shown" {
	awk '/^ / { line = line $0; next } { if (line) print line; line = $0 }
	    END { print line }' "$shown"/*.trials >lines
	hpo-space minimize=error C='log(1e-3, 1e3)' gamma='log(1e-5, 10)' |
	    cat - lines >trials
	hpo-report best trials | jq -e '.metrics == {error: 0.021, fit: 1.3}'
	# What hpo-ask has recorded, then what hpo-tell is told.
	head -n 2 trials >again
	tail -n +2 lines | hpo-tell again
	for file in trials again; do
		jq -S 'del(.by)' $file >$file.merged # it is who tells
	done
	diff trials.merged again.merged
}

@test "the best trial is printed as it is shown" {
	echo '{"trial":3,"state":"complete","params":{"lr":0.1,"kernel":"rbf"},"metrics":{"e":1}}' >line
	(hpo-space minimize=e lr='float(0, 1)' kernel='choice(rbf, poly)' &&
	    cat line) >trials
	for format in args env; do
		hpo-report best --format $format trials
	done >got
	sed -n 's/^\.Li \(\(--lr\|HPO_TRIAL\)=.*[^ .,;]\).*/\1/p' \
	    "$root/man/hpo-report.1" | diff - got
}
