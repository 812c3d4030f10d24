#!/usr/bin/env bats
# Golden output lies beside the trial files: FILE.VIEW.FORMAT.
bats_require_minimum_version 1.5.0
set -o pipefail

setup() {
	data=$BATS_TEST_DIRNAME/report-data
	export LC_ALL=C.UTF-8
	unset NO_COLOR
	cd "$BATS_TEST_TMPDIR"
	cp "$data/normal.jsonl" trials
}

# A trial file: complete trials, from 1 on, of these errors.
values() {
	local n=0 v

	cat "$data/empty.jsonl"
	for v in "$@"; do
		n=$((n + 1))
		echo "{\"trial\":$n,\"seq\":$n,\"state\":\"complete\",\"params\":{\"C\":$n},\"metrics\":{\"error\":$v}}"
	done
}

# Trials from $1 to $2 with these members.
trials_with() {
	for i in $(seq "$1" "$2"); do
		echo '{"trial":'"$i,$3"'}'
	done
}

# A study full of text that wants to be more than text.
hostile() {
	sed 's/"study":"[^"]*"/"study":"`touch pwned` '\''; system \\"touch pwned\\" $(touch pwned) <\/title>"/' "$data/empty.jsonl"
	jq -cn --arg long "$(printf '%060000d' 0)" '
	    ["\u001b[31mred", "</script><b>&", "$(touch pwned)",
	     "`touch pwned`", "\u202egnirts", "\u009b31m",
	     "a'\''b\"c\\", "line\nbreak\ttab\r", $long, "EOD",
	     "'\''; system '\''touch pwned'\''", "é日本", "=1+1", ""] |
	    to_entries[] | {trial: (.key + 1), seq: (.key + 1),
	     state: (if .key % 2 == 0 then "complete" else "failed" end),
	     params: {kernel: .value, ("p" + .value): .value},
	     metrics: {error: ((.key + 1) / 8), ("m" + .value): 1},
	     reason: .value, by: .value}'
}

# The command on a terminal of 60 columns, or $columns, its output as it comes.
on_terminal() {
	at_size "${columns-60}" 20 "$*"
}

# The same on one of $1 columns and $2 rows.
at_size() {
	script -qec "stty cols $1 rows $2 -opost; $3" /dev/null </dev/null
}

same() {
	diff "$data/$1" -
}

@test "summary" {
	hpo-report trials | same normal.summary.text
	hpo-report summary trials | same normal.summary.text
	hpo-report summary <trials | same normal.summary.text
	hpo-report summary - <trials | same normal.summary.text
	hpo-report -v trials | same normal.summary-v.text
}

@test "summary as json: the same facts" {
	cat >want <<-'EOF'
	{"study": "digits", "id": "7c1f09aa",
	 "objectives": [{"metric": "error", "goal": "minimize"}],
	 "trials": 11, "limit": 20,
	 "states": {"waiting": 1, "running": 1, "complete": 7, "failed": 2,
	  "pruned": 0, "cancelled": 1},
	 "best": {"trial": 6, "value": 0.021,
	  "params": {"kernel": "rbf", "C": 3.75, "gamma": 0.0625}},
	 "progress": {"rule": "trials", "fired": false, "share": 0.55,
	  "text": "11 of 20 asked"},
	 "rate": 0.444, "left": 24.75, "timed": 9, "seconds": 73.66, "warnings": []}
	EOF
	hpo-report summary --format json trials |
	    jq -S '(.rate, .left) |= (. * 1000 | floor / 1000)' >got
	jq -S . want | diff - got
	values 1 1 1 1 1 >study
	hpo-report summary --format json study >got
	[ "$(jq -r '.warnings[]' got)" = "$(hpo-report study | labelled warning)" ]
	[ "$(jq 'has("rate"), .seconds' got | xargs)" = 'false 0' ]
	hpo-report summary -o got.json "$data/empty.jsonl"
	[ "$(jq -c '[.trials, has("best"), has("progress")]' got.json)" = '[0,false,false]' ]
	stopping '"failures":1' >study
	hpo-report summary --format json study | jq -e '.progress | .fired and (.text | test("hpo-tell study$"))'
}

@test "best" {
	hpo-report best trials | same normal.best.json
	for format in json args env; do
		hpo-report best -n 3 --format $format trials |
		    same normal.best-3.$format
	done
	[ "$(hpo-report best -n 100 trials | wc -l)" = 7 ]
	hpo-report best -k 3 trials | same normal.best-3.json
	run -2 hpo-report -k 2 trials
}

@test "best is the merge of a trial's lines as jq adds them" {
	hpo-report best trials | jq -S . >got
	jq -S -n '[inputs | select(.trial == 6)] | add' trials | diff - got
}

@test "table" {
	for format in text csv json; do
		hpo-report table --format $format trials |
		    same normal.table.$format
	done
}

@test "the table as text does not change on a pipe, in csv numbers are whole" {
	values 0.1234567890123456 >trials
	[ "$(hpo-report table --columns value trials | tail -n 1)" = 0.123457 ]
	[ "$(hpo-report table --format csv --columns value trials | tail -n 1)" = 0.1234567890123456 ]
}

# A study with these stop rules, in JSON.
stopping() {
	sed "s/\"stop\":{[^}]*}/\"stop\":{$1}/" trials
}

@test "stop: how far each rule of the study is" {
	stopping '"trials":20,"target":0.01,"failures":3,"patience":9,"time":3600,"improvement":0.5' >study
	hpo-report stop --format json study >got
	cat >want <<-'EOF'
	["trials",false,"new",11,20]
	["target",false,"all",null,null]
	["failures",false,"all",1,3]
	["patience",false,"all",3,9]
	["time",false,"all",73.66,3600]
	["improvement",false,"all",0,3]
	EOF
	jq -c '[.rule, .fired, .forbids, .done, .limit]' got | diff want -
	hpo-report stop study | awk 'NR > 1 { print $1 }' >got
	printf '%s\n' trials target failures patience time improvement | diff - got
	stopping '' >study
	[ "$(hpo-report stop --format json study | jq -c '[.rule, .limit]')" = '["failures",20]' ]
	stopping '"failures":0' >study
	hpo-report stop study >got
	[ "$(hpo-report stop --format json study)" = "" ]
}

@test "stop: status 1 and why if a rule has fired" {
	for rule in trials:11 target:0.021 failures:1 patience:3 time:73.5; do
		stopping "\"${rule%:*}\":${rule#*:}" >study
		run -1 hpo-report stop --format json study
		[ "$(jq -r 'select(.fired) | .rule' <<<"$output")" = "${rule%:*}" ]
		[ -n "$(jq -r 'select(.fired) | .why' <<<"$output")" ]
		run -1 hpo-report stop -o got study
		[ "$(grep -c fired got)" = 1 ]
		# hpo-ask agrees: all that is there is held.
		run -4 hpo-ask study
	done
	for rule in trials:12 target:0.020 failures:2 patience:4 time:74; do
		stopping "\"${rule%:*}\":${rule#*:}" >study
		run -0 hpo-report stop study
		hpo-ask -q study
	done
}

@test "stop: the command that goes on after failures is one for a shell" {
	mkdir "it's a \$(touch pwned)"
	study="it's a \$(touch pwned)/st udy"
	stopping '"failures":1' >"$study"
	run -1 hpo-report stop --format json "$study"
	jq -r 'select(.fired) | .why' <<<"$output" | sed 's/.*again: //' >script
	sh ./script
	hpo-report stop "$study"
	[ ! -e pwned ]
	# A name is no option.
	stopping '"failures":1' >-x
	run -1 hpo-report stop --format json -- -x
	jq -r 'select(.fired) | .why' <<<"$output" | sed 's/.*again: //' >script
	sh ./script
	hpo-report stop -- -x
}

@test "stop, summary: seconds beyond all doubles are none, huge ones no end" {
	stopping '"time":10' | sed -n 1p >study
	trials_with 1 1 '"state":"complete","metrics":{"error":1},"seconds":1e999' >>study
	run -0 hpo-report stop --format json study
	[ "$(jq -c 'select(.rule == "time") | [.done, .fired]' <<<"$output")" = '[0,false]' ]
	[ -z "$(hpo-report study | labelled time)" ]
	trials_with 2 4 '"state":"complete","metrics":{"error":1},"seconds":1e308' >>study
	run -1 hpo-report stop --format json study
	[ "$(jq -c 'select(.rule == "time") | [.done > 1e308, .fired]' <<<"$output")" = '[true,true]' ]
	for view in summary stop; do
		run hpo-report $view study
		[[ ! $output =~ inf|nan ]]
	done
}

@test "stop: an output that cannot be written is 3, whatever the answer" {
	stopping '"trials":1' >study
	run -3 bash -c 'hpo-report stop study >/dev/full'
	run -3 bash -c 'hpo-report stop trials >/dev/full'
}

# The text behind a label of the summary.
labelled() {
	sed -n "s/^$1  *//p"
}

@test "summary: the nearest rule, the rate and the time left" {
	{
		stopping '"trials":40,"time":100' | sed -n 1p
		for i in 1 2 3 4 5 6 7 8 9; do
			echo '{"trial":'$i',"state":"complete","metrics":{"error":'$i'},"seconds":5,"ended":"2026-11-24T07:0'$i':00.000Z"}'
		done
		echo '{"trial":10,"state":"cancelled","ended":"2026-11-25T07:00:00.000Z"}'
		echo '{"trial":11,"state":"running"}'
	} >study
	hpo-report study >got
	[[ "$(labelled progress <got)" == *"] 45 %, time: "* ]]
	# One a minute and 31 to end, but 55 of 100 seconds left, 5 a minute.
	[[ "$(labelled rate <got)" == "60 trials/h, about 11 min 00 s left, last ended 2026-11-24 07:09:00Z" ]]
	sed -i '1s/"time":100/"time":1e6/' study
	hpo-report study >got
	[[ "$(labelled progress <got)" == *"] 25 %, trials: "* ]]
	[[ "$(labelled rate <got)" == "60 trials/h, about 31 min 00 s left, "* ]]
	sed -i '1s/"trials":40/"trials":9/' study
	[[ "$(hpo-report study | labelled progress)" == "[####################] 100 %, trials: "* ]]
	# Nothing is left when a rule has fired, whatever others count.
	sed -i '1s/"trials":9/"trials":40,"patience":5/' study
	[[ "$(hpo-report study | labelled progress)" == *"] 100 %, patience: "* ]]
	[[ "$(hpo-report study | labelled rate)" == "60 trials/h, last ended "* ]]
	hpo-report --format json study | jq -e '.progress.fired and .left == null'
	# Without times there is no rate.
	sed -i 's/"ended":"[^"]*"/"ended":"soon"/' study
	[ -z "$(hpo-report study | labelled rate)" ]
}

@test "summary: how much of a finite space was asked" {
	hpo-space -o study 'a=int(1,5)' minimize=error
	[ -z "$(hpo-report study | labelled progress)" ]
	hpo-ask -q -n 2 study
	hpo-tell --cancel study -t 1
	[[ "$(hpo-report study | labelled progress)" == *"] 20 %, space: "* ]]
	hpo-ask -q -n 9 study
	hpo-report --format json study |
	    jq -e '.progress == (.progress + {rule: "space", share: 1, fired: false})'
}

@test "summary: who holds trials, and why others failed" {
	{
		sed 1q trials
		for i in 1 2 3 4 5; do
			echo '{"trial":'$i',"state":"running","by":"a:1:2:3","started":"2026-11-24T07:0'$i':00.000Z"}'
		done
		echo '{"trial":6,"state":"waiting","by":"b","asked":"2026-11-24T07:00:09Z"}'
		echo '{"trial":7,"state":"waiting","by":null}'
		echo '{"trial":8,"state":"waiting"}'
		echo '{"trial":9,"state":"running","by":"c"}'
		for i in 10 11 12 13; do
			echo '{"trial":'$i',"state":"failed","reason":"r'$((i % 2))'"}'
		done
		echo '{"trial":14,"state":"failed","reason":"r0"}'
		echo '{"trial":15,"state":"failed"}'
		echo '{"trial":16,"state":"failed","reason":""}'
	} >study
	hpo-report study >got
	grep -q 'in trial 16: no reason given$' got
	[ "$(labelled running <got)" = "5 trials from 1 since 2026-11-24 07:01:00Z by a:1:2:3" ]
	labelled waiting <got >list
	printf '%s\n' '2 trials from 7, free for anybody' \
	    'trial 6 since 2026-11-24 07:00:09Z by b' | diff - list
	grep -q '^  *and 1 more' got
	labelled failed <got | sed 's/ time.* in / /; s/:.*//' >list
	printf '%s\n' '3 trial 14' '2 trial 13' '2 trial 16' | diff - list
	hpo-report -v study >got
	[ "$(labelled running <got | wc -l)" = 6 ]
	[ "$(labelled failed <got | wc -l)" = 7 ]
}

# What a warning is about, by its first word that tells.
warnings() {
	hpo-report "$1" | labelled warning |
	    sed 's/^\([^ ]*\) is near its \([a-z]*\) bound \([^ ]*\) in \([0-9]*\) of the best \([0-9]*\) .*/bound \4 \5 \1 \2 \3/
		s/^all .*/equal/; s/.* failed$/failures/; s/^nothing.*/stuck/'
}

@test "summary: a bound that the best trials hit" {
	for at in 'high 1000.0 520' 'low 0.001 0.0019'; do
		read -r end bound value <<<"$at"
		{
			sed 1q trials
			trials_with 1 5 '"state":"complete","params":{"kernel":"rbf","C":'$value',"gamma":1.0},"metrics":{"error":1}'
			trials_with 6 50 '"state":"complete","params":{"kernel":"rbf","C":1.0,"gamma":1},"metrics":{"error":2}'
		} >study
		[ "$(warnings study | sed /stuck/d)" = "bound 5 5 C $end ${bound%.0}" ]
		# One of six is not there; one does not have it; two are too many.
		trials_with 51 51 '"state":"complete","params":{"C":1.0},"metrics":{"error":1.5}' >>study
		[ "$(warnings study | sed /stuck/d)" = "bound 5 6 C $end ${bound%.0}" ]
		trials_with 52 61 '"state":"complete","params":{"kernel":"rbf","gamma":1},"metrics":{"error":1.7}' >>study
		[ "$(warnings study | sed /stuck/d)" = "bound 5 6 C $end ${bound%.0}" ]
		sed 's/"kernel":"rbf","gamma":1}/"C":1.0}/' study >two
		[ -z "$(warnings two | sed /stuck/d)" ]
	done
	# A bound on the logarithmic scale is none on the other.
	sed -i '1s/"high":1000,"log":true/"high":1000/; s/"C":0.0019/"C":55/' study
	[ -z "$(warnings study | sed /stuck/d)" ]
	# Half of the values of a parameter are no bound.
	sed 's/"degree"/"C"/; s/"C":{[^}]*}/"C":{"type":"int","low":1,"high":2}/' study |
	    sed 's/"C":1.0/"C":2/; s/"C":55/"C":1/' >few
	[ -z "$(warnings few | sed /stuck/d)" ]
}

@test "summary: the bounds that a search runs into, and no others" {
	hpo-space minimize=f 'lr=log(1e-5,1e-1)' 'x=float(0,1)' 'y=float(0,1)' >study
	jq -cn 'range(1; 101) | (1 - . / 100) as $away |
	    {trial: ., state: "complete", params: {lr: (0.1 * (-4 * $away | exp)),
	     x: (. * 618 % 1000 / 1000), y: ($away * $away)}} |
	    .metrics.f = (.params | -20 * (.lr | log) + (.x - 0.3) * (.x - 0.3) + .y)' >>study
	[ "$(warnings study | xargs)" = 'bound 10 10 lr high 0.1 bound 10 10 y low 0' ]
	# The other way round it was best where it began, in the middle of lr.
	sed -i '1s/minimize/maximize/' study
	[ "$(warnings study)" = stuck ]
}

@test "summary: equal results, failures, nothing better" {
	values 1 1 1 1 >study
	[ -z "$(warnings study)" ]
	values 1 1 1 1 1 >study
	[ "$(warnings study)" = equal ]
	# That nothing is better goes without saying then.
	# shellcheck disable=SC2046  # words on purpose
	values $(yes 1 | head -n 30) >study
	[ "$(warnings study)" = equal ]
	values 1 1 1 1 2 >study
	trials_with 6 9 '"state":"failed"' >>study
	trials_with 10 10 '"state":"pruned"' >>study
	[ -z "$(warnings study)" ]
	trials_with 11 12 '"state":"failed"' >>study
	[ "$(warnings study)" = failures ]
	# shellcheck disable=SC2046  # words on purpose
	values $(seq 20) >study
	[ -z "$(warnings study)" ]
	trials_with 21 21 '"state":"complete","metrics":{"error":5}' >>study
	[ "$(warnings study)" = stuck ]
	trials_with 22 22 '"state":"complete","metrics":{"error":0.5}' >>study
	[ -z "$(warnings study)" ]
}

@test "summary: on a terminal no line is longer, and it is one screen" {
	hostile >study
	echo '{"trial":90,"state":"running","by":"'"$(printf '界%.0s' $(seq 90))"'"}' >>study
	on_terminal hpo-report study >out
	run -1 grep -q "$(printf '.%.0s' $(seq 61))" out
	[ "$(wc -l <out)" -lt 20 ]
	# Wide letters take two columns: 24 and the three points.
	[ "$(grep -o 界 out | wc -l)" -le 24 ]
	on_terminal hpo-report trials >out
	hpo-report trials >want
	# A command line is cut where a shell goes on.
	grep '^params ' -A9 out | sed '/^[a-oq-z]/,$d' | sed 's/^.\{11\}//' >words
	{
		echo -n 'printf "%s\n" '
		cat words
	} >script
	bash script >got
	hpo-report best --format args trials | tr ' ' '\n' | diff - got
}

@test "summary: on a narrow terminal lines go on below, commands are whole" {
	name=$(printf 'a long name %.0s' $(seq 9))
	{
		stopping '"trials":1000,"failures":2' | sed -n 1p
		trials_with 1 30 '"state":"complete","metrics":{"error":0.02972412345678901},"seconds":5,"ended":"2026-11-24T07:00:00.000Z"'
		trials_with 31 32 '"state":"failed","reason":"r","ended":"2026-11-24T08:00:00.000Z"'
	} >study
	cp study "$name"
	hpo-report study >want
	for columns in 40 80; do
		on_terminal hpo-report study >out
		[ "$(sed '/^to go on/d' out | wc -L)" -le $columns ]
		[ "$(wc -l <out)" -lt 20 ]
		# Whole words, and all of them: but for the bar and the value.
		for file in out want; do
			sed 's/^.\{11\}//; s/\[.*\]//; s/0\.0297.*/VALUE/' $file |
			    tr -s ' \n' '\n' >$file.words
		done
		diff want.words out.words
		columns=$columns on_terminal hpo-report "'$name'" >out
		sed -n 's/^to go on *//p' out >script
		cp "$name" copy
		sh ./script
		[ "$(wc -l <"$name")" = 34 ]
		mv copy "$name"
	done
	columns=40 on_terminal hpo-report study | grep -c '= 0.0297241$'
	columns=80 on_terminal hpo-report study | grep -c '= 0.029724123456789[0-9]*$'
	# So is the command that shows parameters for which there is no room.
	params 60
	mv params-60 "$name"
	on_terminal hpo-report "'$name'" >out
	sed -n '/too long/{n;p}' out >script
	[ "$(sh ./script | wc -w)" = 60 ]
}

@test "the best is of the highest fidelity" {
	values 3 1 2 >study
	echo '{"trial":2,"fidelity":3}' >>study
	echo '{"trial":1,"fidelity":9}' >>study
	[ "$(hpo-report best -n 9 study | jq .trial | xargs)" = '3 1 2' ]
	hpo-report study | grep -c '^best *trial 3: error = 2$'
	hpo-report plot --format gnuplot study | sed -n '/^\$better/,/^EOD/p' >got
	printf '$better << EOD\n1 3\n3 2\nEOD\n' | diff - got
}

@test "the script of a plot" {
	hpo-report plot --format gnuplot trials | same normal.plot.gnuplot
	hpo-report plot history --format gnuplot trials | same normal.plot.gnuplot
}

@test "a file with a header only" {
	hpo-report "$data/empty.jsonl" | same empty.summary.text
	for format in text csv json; do
		hpo-report table --format $format "$data/empty.jsonl" |
		    same empty.table.$format
	done
	for view in best plot 'plot slice' 'plot parallel' \
	    'plot --format svg' 'plot --format gnuplot'; do
		# shellcheck disable=SC2086  # words on purpose
		run --separate-stderr -1 hpo-report $view "$data/empty.jsonl"
		[ -z "$output" ]
		[ -n "$stderr" ]
		# shellcheck disable=SC2086  # words on purpose
		run -1 hpo-report -q $view "$data/empty.jsonl"
		[ -z "$output" ]
	done
}

@test "nothing is written to a file when there is nothing to show" {
	run -1 hpo-report plot -o plot.svg "$data/empty.jsonl"
	[ ! -e plot.svg ]
}

@test "damaged lines are named and skipped" {
	run --separate-stderr -0 hpo-report "$data/damaged.jsonl"
	same damaged.summary.text <<<"$output"
	[ "$(grep -o 'jsonl:[0-9]*:' <<<"$stderr" | sort)" = $'jsonl:5:\njsonl:7:\njsonl:9:' ]
	run --separate-stderr -0 hpo-report -q "$data/damaged.jsonl"
	[ -z "$stderr" ]
	hpo-report -q table "$data/damaged.jsonl" | same damaged.table.text
	hpo-report -q best "$data/damaged.jsonl" | same damaged.best.json
}

@test "a file without a header is refused" {
	sed 1d trials >headless
	: >nothing
	for view in summary best table plot; do
		run -2 hpo-report $view headless
		run -2 hpo-report $view nothing
		run -2 hpo-report $view /dev/null
	done
}

@test "of equal values the one that ended first is the best, whatever follows" {
	values 3 1 2 1 >trials
	[ "$(hpo-report best --format args trials)" = --C=2 ]
	echo '{"trial":2,"seq":9,"tags":{"note":"good"}}' >>trials
	[ "$(hpo-report best -n 3 trials | jq .trial | xargs)" = '2 4 3' ]
	sed -i '1s/"stop":{[^}]*}/"stop":{"patience":9}/' trials
	hpo-report trials | grep -c '^progress .* since trial 2$'
	hpo-report trials | grep -c '^best  *trial 2:'
	# Ended anew, it is the later one.
	echo '{"trial":2,"seq":10,"state":"complete"}' >>trials
	[ "$(hpo-report best -n 3 trials | jq .trial | xargs)" = '4 2 3' ]
	hpo-report trials | grep -c '^progress .* since trial 4$'
}

@test "maximize" {
	values 3 1 7 -1 >trials
	sed -i 's/minimize/maximize/' trials
	[ "$(hpo-report best -n 9 trials | jq .trial | xargs)" = '3 1 2 4' ]
	hpo-report trials | grep -c '^best *trial 3: error = 7$'
	hpo-report plot --format gnuplot trials |
	    sed -n '/^\$better/,/^EOD/p' >got
	printf '$better << EOD\n1 3\n3 7\nEOD\n' | diff - got
}

@test "complete trials without the objective are not ranked" {
	cat "$data/empty.jsonl" >trials
	echo '{"trial":1,"state":"complete","metrics":{"other":1}}' >>trials
	echo '{"trial":2,"state":"running","metrics":{"error":1}}' >>trials
	run -1 hpo-report best trials
	run -1 hpo-report plot trials
	hpo-report trials | grep -c '^trials .*1 complete, 1 running'
}

@test "columns by name" {
	hpo-report table --format csv trials \
	    --columns trial,value,seconds_fit,sampler,exit,reason,gamma >got
	sed -n '1p;5p;7p' got >lines
	diff lines - <<-'EOF'
	trial,value,seconds_fit,sampler,exit,reason,gamma
	4,,,sobol,1,exit 1: out of memory,4.5
	6,0.021,1.3,sobol,0,,0.0625
	EOF
	hpo-report table --format csv --columns ' trial , params.C' trials | sed -n 1,2p >got
	printf '%s\n' trial,params.C 1,1.0 | diff - got
	[ "$(hpo-report table --format json --columns params.C,metrics.error,metrics.none trials | sed -n 1p)" = '{"params.C":1.0,"metrics.error":0.081}' ]
}

# The numbers of the trials in an order, one line.
ordered() {
	hpo-report table --columns trial --format csv --order-by "$1" "${2:-trials}" |
	    sed 1d | xargs
}

@test "order-by: numbers, texts, both ways; what is absent comes last" {
	[ "$(ordered trial)" = '1 2 3 4 5 6 7 8 9 10 11 12' ]
	[ "$(ordered 'trial DESC')" = '12 11 10 9 8 7 6 5 4 3 2 1' ]
	[ "$(ordered metrics.error)" = '6 8 3 2 5 1 9 7 4 10 11 12' ]
	[ "$(ordered 'error desc')" = '7 9 1 2 5 3 6 8 4 10 11 12' ]
	[ "$(ordered '  seconds  DESC ')" = '8 3 2 5 6 1 4 7 10 9 11 12' ]
	[ "$(ordered 'state,params.C DESC')" = '9 3 5 8 6 1 2 7 10 4 11 12' ]
	[ "$(ordered 'kernel ASC, error')" = '2 5 7 11 6 8 3 1 9 4 10 12' ]
	# The order goes with every format and any columns.
	for format in text csv json; do
		hpo-report table --format $format --order-by 'trial DESC' \
		    --columns state,reason trials | sed -n '1,3p' >got
		grep -q running got
	done
	# A metric whose values are of two kinds.
	values 3 >two
	echo '{"trial":2,"metrics":{"error":"x"},"tags":{}}' >>two
	echo '{"trial":3,"metrics":{"error":null}}' >>two
	echo '{"trial":4,"metrics":{"error":-1}}' >>two
	[ "$(ordered error two)" = '4 1 2 3' ]
	[ "$(ordered 'error DESC' two)" = '1 4 2 3' ]
}

@test "order-by: columns that are not there, views without order, conditions" {
	run --separate-stderr -2 hpo-report table --order-by 'eror DESC' trials
	[ -z "$output" ]
	[[ $stderr == *"'eror'"*"'error'"* ]]
	for order in '' ',' 'trial,' 'DESC' ' DESC' 'params. DESC' 'trial DESC ASC'; do
		run -2 hpo-report table --order-by "$order" trials
	done
	run -2 hpo-report --order-by trial trials
	run -2 hpo-report best --order-by trial trials
	for view in table summary best; do
		run --separate-stderr -2 hpo-report $view --where 'error < 1' trials
		[ -z "$output" ]
		[[ $stderr == *--where* ]]
	done
}

@test "numbers of a table are rounded to 6 digits, as JSON has them" {
	values 123456789.0 1e20 0.000012345678 100000.0 -1234567.5 2 1e-300 999999.96 >trials
	hpo-report table --columns value trials | tr -d ' ' | sed 1d | xargs >got
	echo '123457000.0 1e+20 1.23457e-05 100000.0 -1234570.0 2 1e-300 1000000.0' | diff - got
}

@test "columns that are not there give 2, with the nearest name" {
	run --separate-stderr -2 hpo-report table --columns trial,gama trials
	[ -z "$output" ]
	[[ $stderr == *"'gama'"*"'gamma'"* ]]
	for columns in '' ',' 'trial,' 'trial, ' nosuch params params. metrics.; do
		run -2 hpo-report table --columns "$columns" trials
	done
}

@test "names that meet need a prefix" {
	cat "$data/empty.jsonl" >trials
	sed -i 's/"metric":"error"/"metric":"C"/' trials
	echo '{"trial":1,"state":"complete","params":{"C":5,"kernel":"rbf"},"metrics":{"C":7,"x":1},"seconds":3}' >>trials
	echo '{"trial":2,"state":"complete","params":{"x":2},"metrics":{"C":8}}' >>trials
	run -2 hpo-report table --columns C trials
	run -2 hpo-report table --columns x trials
	[ "$(hpo-report table --format csv --columns params.C,metrics.C,params.x trials)" = $'params.C,metrics.C,params.x\n5,7,\n,8,2' ]
	hpo-report table --format csv trials | sed -n 1p >got
	echo 'trial,state,metrics.C,kernel,params.C,gamma,degree,seconds' | diff - got
}

@test "an objective that is called value needs no prefix" {
	hpo-space 'value=float(0,1)' minimize=value >trials
	echo '{"trial":1,"state":"complete","params":{"value":0.5},"metrics":{"value":7,"seconds":2},"seconds":3}' >>trials
	hpo-report table --format csv trials >got
	printf '%s\n' trial,state,value,params.value,seconds \
	    1,complete,7,0.5,3 | diff - got
	[ "$(hpo-report table --format csv --columns "$(head -n 1 got)" trials)" = "$(cat got)" ]
	# Of another name, a fact's, it does.
	sed -i '1s/"metric":"value"/"metric":"seconds"/' trials
	[ "$(hpo-report table --format csv trials | sed -n 1p)" = trial,state,metrics.seconds,params.value,seconds ]
}

@test "csv is quoted as RFC 4180 says" {
	cat "$data/empty.jsonl" >trials
	echo '{"trial":1,"state":"failed","reason":"a,b \"c\"\nd","params":{"kernel":"plain, not"}}' >>trials
	hpo-report table --format csv --columns trial,reason,kernel trials >got
	printf 'trial,reason,kernel\n1,"a,b ""c""\nd","plain, not"\n' | cmp - got
}

@test "hostile text: nothing is run, and json stays the same text" {
	hostile >trials
	for view in summary 'summary -v' best 'best --format args' \
	    'best --format env' table 'table --format csv' \
	    'table --format json' stop plot 'plot --format svg' \
	    'plot --format png' 'plot --format gnuplot' \
	    'plot slice' 'plot slice --format png' 'plot parallel' \
	    'plot parallel --format svg'; do
		# shellcheck disable=SC2086  # words on purpose
		hpo-report $view trials >out
		[ -s out ]
	done
	for kind in history slice parallel; do
		hpo-report plot $kind --format gnuplot trials | gnuplot -d >out
	done
	[ ! -e pwned ]
	hpo-report table --format json --columns trial,kernel trials |
	    jq -c '[.trial, .kernel]' >got
	jq -c 'select(.trial) | [.trial, .params.kernel]' trials | diff - got
}

@test "hostile text: what is for people has no control characters" {
	hostile >trials
	for view in summary 'summary -v' 'table' \
	    'table --columns trial,kernel,reason,by' plot 'plot slice' \
	    'plot parallel'; do
		# shellcheck disable=SC2086  # words on purpose
		hpo-report $view trials >out
		[ -z "$(tr -d '\n -~\200-\377' <out)" ]
		run -1 grep -qP '[\x{80}-\x{9f}\x{202a}-\x{202e}]' out
	done
}

@test "hostile text: strings of 64 KiB change no screen, lines of 1 MiB are skipped" {
	long=$(printf '%060000d' 0)
	values 3 1 2 >study
	echo '{"trial":2,"by":"'"$long"'","reason":"'"$long"'","params":{"kernel":"'"$long"'","C":2}}' >>study
	echo '{"trial":4,"state":"failed","reason":"'"$long"'"}' >>study
	echo '{"trial":5,"state":"running","by":"'"$long"'"}' >>study
	for view in summary stop 'table --columns trial,kernel,by,reason' \
	    'table --order-by kernel,reason' 'plot slice' 'plot parallel'; do
		NO_COLOR=1 on_terminal hpo-report $view study >out
		run -1 grep -q '.\{61\}' out
	done
	on_terminal hpo-report study >out
	[ "$(wc -l <out)" -lt 20 ]
	{
		echo -n '{"trial":1,"reason":"'
		printf '%01048576d' 0
		echo '"}'
	} >>study
	run --separate-stderr -0 hpo-report study
	[[ $stderr == *study:8:* ]]
	[ "${#output}" -lt 200000 ]
}

@test "hostile text: args and env come back from sh as they were" {
	hostile >trials
	hpo-report best -n 99 trials | while read -r line; do
		n=$(jq .trial <<<"$line")
		{
			cat "$data/empty.jsonl"
			echo "$line"
		} >one
		(
			eval "set -- $(hpo-report best --format args one)"
			printf '%s\0' "$@"
		) >got
		jq -j '.params | to_entries[] |
		    "--\(.key)=\(.value)\u0000"' <<<"$line" | cmp - got
		(
			eval "$(hpo-report best --format env one)"
			# shellcheck disable=SC2153  # set by eval
			printf '%s %s' "$HPO_TRIAL" "$HPO_P_KERNEL"
		) >got
		jq -j '"\(.trial) \(.params.kernel)"' <<<"$line" | cmp - got
		echo "$n" >last
	done
	[ "$(cat last)" = 13 ]
}

@test "without UTF-8 a terminal gets ASCII only" {
	hostile >trials
	LC_ALL=C hpo-report table --columns trial,kernel trials >out
	run -1 grep -qP '[^\x00-\x7f]' out
	grep -qF '\xc3\xa9' out
}

@test "on a terminal the table is as wide as it, and all formats are clean" {
	hostile >trials
	on_terminal hpo-report table --columns trial,kernel,by trials >out
	run -1 grep -q '.\{61\}' out
	grep -q '^ *2 </script>' out
	for format in 'table --format csv' 'table --format json' \
	    'best -n 9 --format args'; do
		on_terminal "hpo-report $format trials" >out
		[ -s out ]
		run -1 grep -q $'[\x1b\x7f]' out
	done
}

@test "on a terminal no state is cut, texts with a mark, and all or none" {
	hpo-space minimize=loss 'lr=log(1e-5,1)' 'engine=choice(the first of the engines, シンプル, einfach)' >study
	for state in complete failed waiting cancelled; do
		echo '{"trial":'$((++n))',"state":"'$state'","params":{"lr":0.012345678,"engine":"the first of the engines"},"metrics":{"loss":1e-07},"seconds":1.5}'
	done >>study
	echo '{"trial":5,"state":"running","params":{"engine":"シンプル"}}' >>study
	columns=50 on_terminal hpo-report table study >out
	[ "$(wc -L <out)" -le 50 ]
	[ "$(awk 'NR > 1 { print $2 }' out | xargs)" = 'complete failed waiting cancelled running' ]
	[ "$(grep -c '0.0123457 the .*\.\.\.  *1.5$' out)" = 4 ]
	grep -q シンプル out
	params 40
	columns=80 on_terminal hpo-report table params-40 >out
	hpo-report table params-40 | diff - out
}

@test "a plot has the terminal's size, and colours if it may" {
	export TERM=xterm
	on_terminal hpo-report plot trials >out
	[ "$(wc -l <out)" -le 19 ]
	grep -q $'\x1b' out
	NO_COLOR=1 on_terminal hpo-report plot trials >out
	run -1 grep -q $'\x1b' out
	run -1 grep -q '.\{61\}' out
	grep -q '.\{58\}' out
	TERM=dumb on_terminal hpo-report plot trials >out
	run -1 grep -q $'\x1b' out
	run -1 on_terminal hpo-report best "$data/empty.jsonl"
}

@test "a plot shows points, the best so far and what failed" {
	hpo-report plot trials >out
	grep -q digits out
	grep -q error out
	[ "$(grep -o o out | wc -l)" -ge 7 ]
	[ "$(sed '/failed/d' out | grep -o x | wc -l)" = 2 ]
	[ "$(wc -l <out)" -le 24 ]
	run -1 grep -q '.\{80\}' out
}

@test "a plot marks pruned trials, too" {
	values 1 2 >trials
	trials_with 3 5 '"state":"pruned","metrics":{"error":0.5}' >>trials
	hpo-report plot --format gnuplot trials | sed -n '/^\$pruned/,/^EOD/p' >got
	printf '$pruned << EOD\n3\n4\n5\nEOD\n' | diff - got
	[ "$(hpo-report plot trials | sed '1d; /pruned/d' | grep -o p | wc -l)" = 3 ]
}

@test "of many points those are drawn that can be seen, the best all" {
	{
		cat "$data/empty.jsonl"
		seq 20000 | awk '{ v = 1 + ($1 * 7919 % 1000) / 1000
			if ($1 % 2000 == 0) v = 1 - $1 / 40000
			printf "{\"trial\":%d,\"seq\":%d,\"state\":\"complete\",\"metrics\":{\"error\":%.6f}}\n", $1, $1, v }'
	} >many
	hpo-report plot --format gnuplot many >out
	[ "$(sed -n '/^\$trials/,/^EOD/p' out | wc -l)" -lt 15000 ]
	[ "$(sed -n '/^\$better/,/^EOD/p' out | wc -l)" -ge 13 ]
	grep -q '^20000 0.5$' out
}

@test "values over three decades get a logarithmic axis" {
	values 1 0.5 2000 >trials
	hpo-report plot --format gnuplot trials | grep -c '^set logscale y'
	for v in '1 1000' '-1 2000' '0 2000' '5'; do
		# shellcheck disable=SC2086  # words on purpose
		values $v >trials
		hpo-report plot --format gnuplot trials >out
		run -1 grep -q logscale out
	done
}

@test "any numbers can be drawn" {
	for v in '1.7e308 -1.7e308 0' '1e-320 1e300' 5 '0 0' '-1e308' \
	    '1e17 100000000000000016.0' 4.9e-324 '3e-308 1e-307' '-5 -5'; do
		# shellcheck disable=SC2086  # words on purpose
		values $v >trials
		hpo-report plot trials >out
		[ "$(grep -o o out | wc -l)" -ge 1 ]
		for kind in history slice parallel; do
			hpo-report plot $kind --format svg trials >out
		done
	done
}

# A block of data of a plot's script: lines behind "$NAME << EOD".
block() {
	sed -n "/^\\\$$1 <</,/^EOD/p" | sed '1d;$d'
}

@test "slice: each parameter has its values, its scale and its marks" {
	hpo-report plot slice --format gnuplot trials >out
	hpo-report plot slice --format gnuplot trials | cmp - out
	# C is the second parameter; 6 is the best, 9 was cancelled.
	block trial2 <out >got
	printf '%s\n' '1 0.081' '0.5 0.0625' '812.3 0.044' '96.1 0.0625' \
	    '0.0019 0.9' '44.25 0.021' | diff - got
	[ "$(block best2 <out)" = '3.75 0.021' ]
	block failed2 <out | cut -d' ' -f1 | xargs >got
	echo '0.0271 250' | diff - got
	# gamma is not active everywhere.
	block trial3 <out | cut -d' ' -f1 | xargs >got
	echo '0.01 0.00042 0.0031' | diff - got
	# A choice is its place, and to the side by up to a quarter.
	block trial1 <out | awk '{ print int($1 + 0.5) - ($1 < -0.5), ($1 - int($1 + 0.5)) ^ 2 < 0.0626 }' | xargs >got
	echo '0 1 1 1 0 1 1 1 1 1 0 1' | diff - got
	[ "$(block trial1 <out | cut -d' ' -f1 | sort -u | wc -l)" = 6 ]
	# Two of the four axes are logarithmic.
	[ "$(grep -c '^set logscale x' out)" = 2 ]
	grep -q "^set xtics noenhanced ('rbf' 0, 'poly' 1)" out
	for i in 1 2 3 4; do
		grep -q "^ *\$failed$i using" out || [ $i = 4 ]
	done
	run -1 grep -q pruned out
	sed 's/"trial":5,\("seq":15\),"state":"complete"/"trial":5,\1,"state":"pruned"/' trials >study
	hpo-report plot slice --format gnuplot study | block pruned2 >got
	[ "$(cat got)" = '96.1 0' ]
}

@test "parallel: a line a trial, the worst first, gaps where there is no value" {
	hpo-report plot parallel --format gnuplot trials >out
	# kernel, C, gamma, degree from above; the objective is below.
	block best <out >got
	printf '%s\n' '0.000000 4 0.0000' '0.595672 3 0.0000' \
	    '0.632647 2 0.0000' '' '0.000000 0 0.0000' '' | diff - got
	block trial <out | awk '$2 == 0 { print $3 }' >got
	sort -r got | diff - got
	[ "$(wc -l <got)" = 6 ]
	[ "$(block failed <out | awk '$2 == 4' | wc -l)" = 2 ]
	[ -z "$(block failed <out | awk '$2 == 0 && NF')" ]
}

# A study of $1 parameters and its trials, one of each kind failed and pruned.
params() {
	hpo-space -o "params-$1" minimize=e $(seq -f 'p%g=log(1e-5,1e-1)' "$1")
	hpo-ask -q -n 30 "params-$1" >asked
	for i in $(seq 30); do
		case $i in
		7) echo '{"trial":7,"state":"failed"}' ;;
		9) echo '{"trial":9,"state":"pruned"}' ;;
		*) echo '{"trial":'$i',"state":"complete","metrics":{"e":'$i'}}' ;;
		esac
	done >>"params-$1"
}

@test "slice and parallel: of 1, 20 and 60 parameters, in every form" {
	for n in 1 20 60; do
		params $n
		shown=$((n > 40 ? 40 : n))
		for kind in slice parallel; do
			hpo-report plot $kind params-$n >out
			run -1 grep -q '.\{80\}' out
			[ "$(grep -cw 'p[0-9]*' out)" -ge $shown ]
			for what in failed pruned best; do
				grep -q "$what" out
			done
			hpo-report plot $kind -o plot.png params-$n
			[ "$(head -c 4 plot.png | tail -c 3)" = PNG ]
			hpo-report plot $kind -o plot.svg params-$n
			for p in $(seq $shown); do
				grep -q ">p$p<" plot.svg
			done
			run -1 grep -q ">p41<" plot.svg
		done
	done
	grep -q 'the first 40 of 60 parameters' plot.svg
}

@test "parallel, in letters: a row a parameter, its ends beside it" {
	params 3
	hpo-report plot parallel params-3 >out
	[ "$(grep -c '^ *p[123] .*0.1$' out)" = 3 ]
	[ "$(grep -c '^ *1e-05$' out)" = 3 ]
	[ "$(sed '$d' out | grep '^ *p[123] ' | cut -c 19- | grep -o '#' | wc -l)" = 3 ]
}

@test "slice and parallel: any domains can be drawn" {
	for domain in 'float(-8e307,8e307)' 'log(1e-300,1e300)' 'const(3)' \
	    'int(-4503599627370490,4503599627370490)' 'pow2(1,1048576)' \
	    'float(1,1.0000001)' 'log(1,2)' 'int(5,6)' 'bool' \
	    'float(0,1,step=0.25)' "choice(only)" \
	    "choice($(seq -s , 300))" "choice(二番目の選択肢, 'a\"b', '\`touch pwned\`')"; do
		rm -f study
		hpo-space -o study "x=$domain" 'y=float(0,1)' minimize=e
		hpo-ask -q -n 4 study >asked
		for i in $(seq "$(wc -l <asked)"); do
			echo '{"trial":'$i',"state":"complete","metrics":{"e":'$i'}}'
		done >>study
		for kind in slice parallel; do
			hpo-report plot $kind study >out
			[ "$(grep -c '#' out)" -ge 1 ]
			hpo-report plot $kind --format svg study >out
			hpo-report plot $kind --format png study >out
		done
	done
	[ ! -e pwned ]
}

@test "slice and parallel: of many trials those are drawn that can be seen" {
	hpo-space minimize=e 'x=float(0,1)' 'k=choice(a,b)' >many
	seq 20000 | awk '{ x = $1 * 7919 % 10007 / 10007
		printf "{\"trial\":%d,\"seq\":%d,\"state\":\"%s\",\"params\":{\"x\":%.9g,\"k\":\"a\"},\"metrics\":{\"e\":%.9g}}\n", \
		    $1, $1, $1 % 10 ? "complete" : "failed", x, $1 * 104729 % 9973 }' >>many
	hpo-report plot slice --format gnuplot many >out
	[ "$(wc -l <out)" -lt 16000 ]
	[ "$(block trial1 <out | wc -l)" -gt 5000 ]
	# The cells that points to the side of a choice take are all of a kind.
	block trial2 <out | awk '$1 < 0 { n++ } END { print (n / NR > 0.45 && n / NR < 0.55) }' >got
	[ "$(cat got)" = 1 ]
	hpo-report plot parallel --format gnuplot many >out
	[ "$({ block trial; } <out | awk '$2 == 0' | grep -c .)" -gt 0 ]
	[ "$(awk '$2 == 0 && NF == 3' out | wc -l)" = 300 ]
	[ "$(block failed <out | awk '$2 == 2' | wc -l)" = 50 ]
}

@test "plots of letters: the best is seen, whichever way, at any size" {
	export NO_COLOR=1
	for goal in minimize maximize; do
		rm -f study
		hpo-space -o study $goal=acc 'x=float(0,1)' 'k=choice(a,b)'
		# The best is the last one, alone in its row; one in three fails.
		for i in $(seq 12); do
			v=0.7
			[ "$i" -lt 12 ] || v=$([ $goal = minimize ] && echo 0.1 || echo 0.9)
			case $i in
			3 | 6) state=failed ;;
			9) state=pruned ;;
			*) state=complete ;;
			esac
			echo '{"trial":'$i',"state":"'$state'","params":{"x":'"$(jq -n "$i / 13")"',"k":"a"},"metrics":{"acc":'$v'}}'
		done >>study
		for size in '40 12' '60 12' '80 16' '80 24' '120 50'; do
			# shellcheck disable=SC2086  # two words on purpose
			at_size $size 'hpo-report plot study' >out
			[ "$(sed '/failed/d' out | grep -c '[|+].*o[- |]')" = 2 ]
			[ "$(sed '/failed/d' out | grep -o x | wc -l)" = 2 ]
			[ "$(sed '/pruned/d; /trial/d' out | grep -o p | wc -l)" = 1 ]
			[ "$(wc -l <out)" -lt "${size#* }" ]
			# shellcheck disable=SC2086
			at_size $size 'hpo-report plot slice study' >out
			[ "$(sed '/best #/d' out | grep -c '#')" = 2 ]
		done
	done
}

@test "plots of letters: the key says what is there, in as many rows as it needs" {
	params 3
	for view in plot 'plot slice' 'plot parallel'; do
		at_size 40 24 "NO_COLOR=1 hpo-report $view params-3" >out
		run -1 grep -q '.\{41\}' out
		for what in 'pruned p' 'failed x'; do
			grep -q "$what" out
		done
	done
	grep -q 'best tenth o' out
	grep -q 'best #' out
}

@test "plots: a title is cut to the width, what it has to say is not" {
	values 1 2 1.7e308 >trials
	sed -i "s/\"study\":\"[^\"]*\"/\"study\":\"$(printf 'n%.0s' $(seq 200))\"/" trials
	for view in plot 'plot slice' 'plot parallel'; do
		at_size 40 24 "hpo-report $view trials" >out
		grep -q 'nnn\.\.\.' out
	done
	for view in plot 'plot slice' 'plot parallel'; do
		at_size 80 24 "NO_COLOR=1 hpo-report $view trials" >out
		grep -q 'nnn\.\.\.: values cut at 4e+307' out
	done
}

@test "plots: a value that no axis can have is at its end, and the title says so" {
	for v in '1.7e308 1 5e307' '-1.7e308 1' '1.7e308'; do
		# shellcheck disable=SC2086  # words on purpose
		values $v >trials
		hpo-report plot trials >out
		grep -q 'values cut at 4e+307' out
		[ "$(sed '/trial/d' out | grep -o '[|+].*o' | tr -dc o | wc -c)" = "$(wc -w <<<"$v")" ]
		hpo-report plot slice trials >out
		[ "$(sed '/best #/d' out | grep -c '#')" -ge 1 ]
	done
	values 3e307 1 >trials
	hpo-report plot trials >out
	run -1 grep -q 'values cut' out
}

@test "slice: the objective has its name, however wide the labels of tics are" {
	for v in '0.50001 0.50002' '0.0050001 0.0050002' '12345 12346' '1 12345' \
	    '1.7e308 -1'; do
		# shellcheck disable=SC2086  # words on purpose
		values $v >trials
		hpo-report plot slice -o out.svg trials
		[ "$(grep -c '>error<' out.svg)" = 2 ]
	done
}

@test "slice: names have the room of their panel" {
	name=$(printf 'n%.0s' $(seq 70))
	for n in 1 2 5 8; do
		rm -f study
		hpo-space -o study minimize=e $(seq -f "$name%g=float(0,1)" "$n")
		echo '{"trial":1,"state":"complete","metrics":{"e":1}}' >>study
		hpo-report plot slice --format gnuplot study >out
		case $n in 1) most=71 ;; 2) most=53 ;; 5) most=35 ;; *) most=26 ;; esac
		sed -n "s/^set xlabel '\([^']*\)'.*/\1/p" out >names
		[ "$(wc -l <names)" = "$n" ]
		run -1 grep -q ".\{$((most + 1))\}" names
		grep -q "n\{$((most - 6))\}.*" names
	done
}

@test "slice: whole numbers and powers have tics that they can have" {
	hpo-space -o study minimize=e 'a=logint(1,3)' 'b=logint(2,70)' \
	    'c=pow2(16,32)' 'd=logint(20,90)' 'e=pow2(1,4)'
	echo '{"trial":1,"state":"complete","metrics":{"e":1}}' >>study
	hpo-report plot slice --format gnuplot study |
	    sed -n "s/^set xtics //p" >got
	diff got - <<-'END'
	('1' 1, '2' 2, '3' 3)
	('4' 4, '34' 34)
	('16' 16, '32' 32)
	('20' 20, '42' 42, '90' 90)
	1,2,4
	END
}

@test "slice: with rlog places are on that scale, and tics say the values" {
	hpo-space -o study minimize=e 'a=rlog(0.9,0.9999)' 'b=rlog(-50,0.5)' \
	    'c=rlog(0.5,0.9)' 'd=rlog(0.97,0.98)'
	p='{"a":0.99,"b":0,"c":0.5,"d":0.98}'
	echo '{"trial":1,"state":"complete","params":'"$p"',"metrics":{"e":1}}' >>study
	hpo-report plot slice --format gnuplot study |
	    sed -n "s/^set xtics //p" | sed 's/\(\.[0-9]\{4\}\)[0-9]*/\1/g' >got
	diff got - <<-'END'
	('0.9' 2.3025, '0.99' 4.6051, '0.999' 6.9077, '0.9999' 9.2103)
	('-9' -2.3025, '0' 0)
	('0.5' 0.6931, '0.78' 1.5141, '0.9' 2.3025)
	('0.97' 3.5065, '0.976' 3.7297, '0.98' 3.9120)
	END
	hpo-report plot slice --format gnuplot study | grep -c '^4.605'
	hpo-report plot parallel --format gnuplot study | grep -c '0.333'
}

# The numbers below each plot of slices as letters.
drawn_tics() {
	awk '/^ *[+]-*[+]$/ { n++; next } n == 2 { $1 = $1; print; n = 0 }'
}

@test "slice: what is drawn below powers and decades is where these are" {
	hpo-space -o study minimize=e 'a=pow2(16,1024)' \
	    'b=pow2(4096,67108864)' 'c=log(1e-300,1e300)' 'd=log(2e-5,0.5)' \
	    'e=pow2(1,4)'
	echo '{"trial":1,"state":"complete","metrics":{"e":1}}' >>study
	hpo-report plot slice study | drawn_tics >got
	diff got - <<-'END'
	16 32 64 128 256 512 1024
	4096 65536 1.04858e+06 1.67772e+07
	1e-300 1e-200 1e-100 1 1e+100 1e+200 1e+300
	0.0001 0.001 0.01 0.1
	1 2 4
	END
	at_size 40 24 'NO_COLOR=1 hpo-report plot slice study' | drawn_tics >got
	diff got - <<-'END'
	16 64 256 1024
	3.3e+04 8.4e+06
	1e-300 1 1e+300
	0.0001 0.01
	1 2 4
	END
}

@test "slice: labels of large numbers do not reach the next picture" {
	hpo-space -o study minimize=e 'a=pow2(4096,67108864)' \
	    'b=int(0,4)' 'c=float(0,12345678)' 'd=float(-0.0001,0.0001)' \
	    'e=int(0,1)' 'f=log(1e-5,1e-1)' 'g=int(123456,123460)' 'h=int(0,1)'
	echo '{"trial":1,"state":"complete","metrics":{"e":1}}' >>study
	hpo-report plot slice -o out.svg study
	# Of each text its line, its ends (a letter has 7 points) and itself.
	tr -d '\n' <out.svg | sed 's/<g transform/\n&/g' |
	    sed -n 's/.*translate(\([0-9.]*\),\([0-9.]*\))".*middle[^t]*<text>\([^<]*\)<.*/\2 \1 \3/p' |
	    awk '{ w = 3.5 * length($3); print $1, $2 - w, $2 + w, $3 }' |
	    sort -k1,1n -k2,2n >ends
	[ "$(grep -c '[0-9]$' ends)" -ge 16 ]
	awk '$1 == y && $2 < end { print "meets the one before:", $0 }
	    { y = $1; end = $3 } $3 > 960 { print "cut:", $0 }' ends >met
	diff met - </dev/null
}

@test "parallel: one value of all lies in the middle of its axis" {
	for v in '5 5 5' 0 '-3' '1.7e308'; do
		# shellcheck disable=SC2086  # words on purpose
		values $v >trials
		hpo-report plot parallel --format gnuplot trials >out
		run -1 grep -qw nan out
		block best <out | grep '0 0.0000$' >got
		[[ $v == 1.7e308 ]] || grep -c '^0.500000 0 ' got
		hpo-report plot parallel trials | grep -c '^ *error .*#'
	done
}

@test "parallel: ends have the digits of the table, or those that fit" {
	values 55408 123457 >trials
	hpo-report plot parallel trials >out
	grep -q ' 123457$' out
	grep -q '^ *55408$' out
	values -12345.6 -123456789e-13 >trials
	hpo-report plot parallel trials >out
	grep -q -- ' -1.235e-05$' out
	grep -q -- '^ *-12345.6$' out
}

@test "parallel: choices are told apart, on white that lies below the best" {
	hpo-space -o study minimize=e \
	    'f=choice(relu,tanh,gelu,sigmoid,elu,swish,softplus,mish,none)'
	echo '{"trial":1,"state":"complete","params":{"f":"gelu"},"metrics":{"e":1}}' >>study
	hpo-report plot parallel study >out
	grep -q ' tanh  *gelu  *sigm  *elu  *swis  *soft  *mish' out
	hpo-report plot parallel --format gnuplot study >out
	[ "$(block backing <out | wc -l)" = 7 ]
	run -1 grep -q 'set object' out
	sed -n '/^plot/,$p' out | grep -o '\$[a-z]*' | xargs >got
	echo '$backing $best' | diff - got
}

@test "plots of letters: none is drawn twice, marks take no column" {
	values 1 2 >trials
	sed -i 's/"study":"[^"]*"/"study":"😀ab e\\u0301f"/' trials
	hpo-report plot trials >out
	grep -qx ' *?ab ef' out
	sed -i 's/"study":"[^"]*"/"study":"?ab ef"/' trials
	hpo-report plot trials | diff out -
}

@test "svg is well formed" {
	hostile >trials
	for kind in history slice parallel; do
		hpo-report plot $kind -o $kind.svg trials
	done
	# Letters that the locale has not are cut between, too.
	long=$(printf 'é%.0s' $(seq 99))
	hpo-space -o study name="$long" minimize=e "k=choice($long,b,$long$long)"
	echo '{"trial":1,"state":"complete","params":{"k":"b"},"metrics":{"e":1}}' >>study
	for kind in history slice parallel; do
		LC_ALL=C hpo-report plot $kind -o $kind-c.svg study
	done
	if command -v xmllint >/dev/null; then
		xmllint --noout ./*.svg
	elif python3 -c 'import xml.etree.ElementTree' 2>/dev/null; then
		python3 -c 'import glob, xml.etree.ElementTree as t; [t.parse(f) for f in glob.glob("*.svg")]'
	else
		[ -n "${TESTS_MUST_RUN-}" ] || skip "no xmllint and no python3"
		false
	fi
}

@test "-o: the suffix names the format, the file is whole" {
	for f in t.csv t.json t.txt t.jsonl; do
		hpo-report table -o $f trials
	done
	same normal.table.csv <t.csv
	same normal.table.json <t.json
	same normal.table.json <t.jsonl
	same normal.table.text <t.txt
	mkdir sub
	hpo-report plot -o sub/plot.png trials
	[ "$(head -c 4 sub/plot.png | tail -c 3)" = PNG ]
	[ "$(ls -A sub)" = plot.png ]
	hpo-report plot -o plot.gp trials
	same normal.plot.gnuplot <plot.gp
	hpo-report best -o - trials | same normal.best.json
	run -2 hpo-report plot -o plot.pdf trials
	[ ! -e plot.pdf ]
}

@test "-o: a pipe is written to, the trial file never" {
	mkfifo pipe
	hpo-report best -o pipe trials &
	same normal.best.json <pipe
	wait $!
	run -2 hpo-report table -o trials trials
	run -2 hpo-report table -o trials <trials
	ln trials other
	run -2 hpo-report table -o other trials
	cmp trials "$data/normal.jsonl"
}

@test "wrong usage and missing files give 2" {
	touch file
	for args in absent 'best absent' 'plot absent' 'plot history absent' \
	    'summary trials file' 'trials best' '--format csv trials' \
	    'best --format svg trials' '-n 0 best trials' \
	    '-n x best trials' '-n 2 trials' '--columns trial trials' \
	    'plot slices trials' '.'; do
		# shellcheck disable=SC2086  # words on purpose
		run -2 hpo-report $args </dev/null
	done
}

@test "typing mistakes get a suggestion" {
	run --separate-stderr -2 hpo-report tabel trials
	[[ $stderr == *"'tabel'"*"'table'"* ]]
	run --separate-stderr -2 hpo-report plot histroy trials
	[[ $stderr == *"'histroy'"*"'history'"* ]]
	run --separate-stderr -2 hpo-report best --format jsn trials
	[[ $stderr == *"'jsn'"*"'json'"* ]]
}

@test "a file that cannot be read gives 3" {
	# root reads everything, unless it has lost that right
	[ "$(id -u)" != 0 ] || deny=(setpriv '--inh-caps=-dac_override,-dac_read_search'
	    '--bounding-set=-dac_override,-dac_read_search')
	chmod 0 trials
	run -3 "${deny[@]}" hpo-report trials
}

@test "without operands a terminal is not waited for" {
	run -2 on_terminal hpo-report
	run -2 on_terminal hpo-report best
}

@test "a closed or full output gives 3" {
	for view in summary best table plot 'plot --format png' --list; do
		# shellcheck disable=SC2086  # words on purpose
		run -3 bash -c "hpo-report $view trials >/dev/full"
		# shellcheck disable=SC2086  # words on purpose
		run -3 bash -c "hpo-report $view trials >&-"
	done
	run -3 hpo-report -o /dev/full trials
	run -3 hpo-report -o no/such/folder trials
}

@test "a full disk gives 3, and leaves what was there" {
	# shellcheck disable=SC2046  # words on purpose
	values $(seq 300) >many
	echo before >table.csv
	run -3 bash -c 'ulimit -f 1; hpo-report table -o table.csv many'
	[ "$(cat table.csv)" = before ]
	[ -z "$(find . -name '.table.csv*')" ]
}

# native: valgrind ends what fails to execute.
# bats test_tags=native
@test "without gnuplot a plot gives 3 and names its package; all else works" {
	program=$(command -v hpo-report)
	for format in terminal svg png; do
		run --separate-stderr -3 env PATH=/nonexistent "$program" \
		    plot --format $format trials
		[ -z "$output" ]
		[[ $stderr == *gnuplot-nox* ]]
	done
	for view in summary best table 'plot --format gnuplot'; do
		# shellcheck disable=SC2086  # words on purpose
		run -0 env PATH=/nonexistent "$program" $view trials
	done
}

@test "a gnuplot that fails gives 3" {
	mkdir bin
	printf '#!/bin/sh\necho broken >&2\nexit 1\n' >bin/gnuplot
	chmod +x bin/gnuplot
	PATH=$PWD/bin:$PATH run --separate-stderr -3 \
	    hpo-report plot -o plot.svg trials
	[[ $stderr == *broken* ]]
	[ ! -e plot.svg ]
}

@test "--list names every view with its formats" {
	hpo-report --list | awk '{ print $1 }' | xargs >got
	echo 'summary best table plot plot plot stop' | diff - got
}

@test "numbers do not depend on the locale" {
	hpo-report trials >want
	for l in C C.UTF-8 de_DE.UTF-8; do
		LC_ALL=$l hpo-report trials 2>/dev/null | diff want -
	done
}

# A study of these constraints, as a JSON list without brackets, and of lines
# with pairs of error and memory, the latter left out if it is -.
constrained() {
	local n=0 memory

	jq -c ".subject_to = [$1] | .stop = {trials: 9}" "$data/empty.jsonl"
	shift
	while [ $# -gt 0 ]; do
		memory=",\"memory\":$2"
		[ "$2" != - ] || memory=
		echo "{\"trial\":$((++n)),\"seq\":$n,\"state\":\"complete\",\"params\":{\"C\":$n},\"metrics\":{\"error\":$1$memory}}"
		shift 2
	done
}

@test "with noise all trials of a point judge it, and hpo-ask agrees" {
	hpo-space C='float(0, 9)' minimize=error >header
	values 0.50 0.45 1.2 0.9 1.1 0.5 0.48 0.49 0.6 | sed 1d | cat header - |
	    jq -c 'if .trial >= 6 and .trial < 9 then .params.C = 1
	        elif .trial == 9 then .params.C = 2 else . end' >plain
	[ "$(hpo-report best plain | jq .trial)" = 2 ]
	jq -c 'if .space then .noise = 0.1 else . end' plain >noisy
	[ "$(hpo-report best -k 6 noisy | jq .trial | tr '\n' ' ')" = "1 6 7 8 2 9 " ]
	hpo-report --format json noisy | jq -e '.best.trial == 1 and .best.value == 0.5'
	[ "$(hpo-ask --confirm 1 <noisy | jq .ask.of)" = 1 ]
	# Those that are none of the space are each their own.
	jq -c 'if .params then .params.D = 1 else . end' noisy >others
	[ "$(hpo-report best others | jq .trial)" = 2 ]
}

@test "subject_to: what breaks it is not the best, and the summary counts it" {
	constrained '"memory <= 16", "error > 0 and memory < 99"' \
	    0.1 17 0.5 4 0.3 99 0.4 - 0.6 16 >study
	[ "$(hpo-report best study | jq .trial)" = 4 ]
	[ "$(hpo-report best -n 9 study | jq -c .trial | tr '\n' ' ')" = '4 2 5 ' ]
	hpo-report summary --format json study >json
	jq -e '.best.trial == 4 and .infeasible == 2 and .warnings == [] and .subject_to == [
	    {"expression": "memory <= 16", "broken": 2},
	    {"expression": "error > 0 and memory < 99", "broken": 1}]' json
	hpo-report study | labelled infeasible >text
	[[ "$(cat text)" == '2 of 5 '* ]]
	hpo-report study >text
	grep -q '^ *2 .*memory <= 16$' text
	grep -q '^ *1 .*memory < 99$' text
	# a new header judges all anew; one without constraints says nothing of it
	constrained '"memory <= 4"' | jq -c '.seq = 9' >>study
	[ "$(hpo-report best study | jq .trial)" = 4 ]
	[ "$(hpo-report summary --format json study | jq .infeasible)" = 3 ]
	constrained '' | jq -c 'del(.subject_to)' >>study
	[ "$(hpo-report best study | jq .trial)" = 1 ]
	hpo-report summary --format json study | jq -e 'has("infeasible") or has("subject_to") | not'
	[ "$(hpo-report study | grep -c infeasible)" = 0 ]
}

@test "subject_to: where nothing keeps it there is no best, but what is nearest" {
	constrained '"memory <= 16"' 0.1 99 0.5 17 0.3 18 >study
	for view in best plot 'plot slice' 'plot parallel'; do
		run --separate-stderr -1 hpo-report $view study
		[ -z "$output" ]
		[[ $stderr == *subject_to* ]]
	done
	hpo-report summary --format json study | jq -e 'has("best") | not'
	[[ "$(hpo-report study | labelled best)" == *'trial 2 '* ]]
}

@test "subject_to: a metric that no trial tells is a warning" {
	constrained '"memroy <= 16 and memory <= 99"' 1 1 2 1 3 1 4 1 5 1 >study
	hpo-report summary --format json study | jq -e '.infeasible == 0 and
	    (.warnings | length == 1 and (.[0] | contains("memroy")))'
	constrained '"memroy <= 16"' 1 1 2 1 3 1 4 1 >study # few
	hpo-report summary --format json study | jq -e '.warnings == []'
}

@test "subject_to: the table has its metrics, and who keeps it" {
	constrained '"metrics.memory <= 16 and error < 9"' 0.5 4 0.1 17 0.4 - >study
	echo '{"trial":4,"state":"pruned","params":{"C":4},"metrics":{"memory":99}}
	{"trial":5,"state":"failed","params":{"C":5},"metrics":{"memory":99}}
	{"trial":6,"state":"waiting","params":{"C":6}}' >>study
	[[ "$(hpo-report table --format csv study | sed -n 1p)" == trial,state,error,memory,feasible,* ]]
	hpo-report table --columns trial,feasible --format csv study | tail -n +2 |
	    diff - <(printf '%s\n' 1,true 2,false 3,true 4,false 5, 6,)
	hpo-report table --format json study | jq -se 'map(.feasible) == [true, false, true, false, null, null]'
	hpo-report table --order-by 'feasible DESC,error' --columns trial --format csv study |
	    diff - <(printf '%s\n' trial 3 1 2 4 5 6)
	[[ "$(hpo-report table --format csv trials | sed -n 1p)" != *feasible* ]]
	hpo-report table --columns feasible --format json trials | jq -se 'all(. == {})'
}

@test "subject_to: plots mark what breaks it, and draw no line through it" {
	constrained '"memory <= 16"' 5 1 0.1 99 4 1 3 - >study
	hpo-report plot --format gnuplot study >script
	sed -n '/^\$better/,/^EOD/p' script | diff - <(printf '%s\n' '$better << EOD' '1 5' '3 4' '4 3' EOD)
	sed -n '/^\$infeasible/,/^EOD/p' script | diff - <(printf '%s\n' '$infeasible << EOD' 2 EOD)
	for kind in history slice parallel; do
		hpo-report plot $kind -o plot.svg study
		grep -q infeasible plot.svg
		hpo-report plot $kind study | grep 'infeasible i'
		[ "$(hpo-report plot $kind --format gnuplot trials | grep -c infeasible)" = 0 ]
	done
}
