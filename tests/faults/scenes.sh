# shellcheck shell=bash disable=SC2154,SC2120,SC1007
# scenes.sh, for other scripts: commands of the five programs, on files that
# are the same each time, and what must hold when something failed in them.
#
# A round is: begin SCENE; perform, with a fault; judge STATUS.  What judge
# finds wrong is a line of its output, and status 1.  All happens in the current
# folder, which set_stage fills.

scenes='space_file space_print space_inline space_show ask ask_filter ask_five
    ask_tsv tell_pipe tell_direct tell_failed reap run run_pipe report
    report_table report_json report_best report_plot'

# A study with a trial of each kind: 1 is ready to be told of, 2 was left by
# the dead, 3 has ended, 4 comes next.
set_stage() {
	cat >space.yaml <<-'END'
	study: faults
	space:
	  lr: {type: float, low: 1.0e-5, high: 0.1, log: true}
	  layers: int(1,8)
	  kind: [a, "b\tc"]
	objectives: [{metric: error, goal: minimize}]
	END
	hpo-space -o trials space.yaml && hpo-ask -n 3 trials >asked &&
	    hpo-tell trials <<-'END' || return
	{"trial":2,"state":"running","attempt":1,"by":"gone","started":"2024-01-01T00:00:00.000Z"}
	{"trial":3,"state":"complete","metrics":{"error":0.25}}
	END
	cat >told <<-'END'
	{"trial":1,"state":"running","attempt":1,"by":"gone"}
	{"trial":1,"attempt":1,"step":1,"metrics":{"error":0.75}}
	{"trial":1,"attempt":1,"state":"complete","metrics":{"error":0.5,"time":NaN}}
	{"uid":"01ARZ3NDEKTSV4RRFFQ69G5FAV","params":{"lr":0.015625,"layers":2,"kind":"a"}}
	END
	head -n 1 asked >line
	whole=$(<trials)$'\n'
	for scene in $scenes; do
		begin "$scene"
		perform || return
		mv out "expect.$scene"
	done
}

# The command of a scene into cmd, what it reads into in; its files anew.
begin() {
	scene=$1 in=/dev/null
	printf %s "$whole" >trials
	: >out
	: >err
	[ ! -e runs ] && [ ! -e ran ] && [ ! -e new ] || rm -rf runs ran new
	case $scene in
	space_file) cmd=(hpo-space -o new space.yaml) ;;
	space_print) cmd=(hpo-space space.yaml) ;;
	space_inline) cmd=(hpo-space 'x=log(1e-5,1e-1)' 'k=choice(a, b)' minimize=e) ;;
	space_show) cmd=(hpo-space --show space.yaml) ;;
	ask) cmd=(hpo-ask trials) ;;
	ask_filter) cmd=(hpo-ask -n 2) in=trials ;;
	ask_five) cmd=(hpo-ask -v -n 5 trials) ;;
	ask_tsv) cmd=(hpo-ask --format tsv trials) ;;
	tell_pipe) cmd=(hpo-tell --tee trials) in=told ;;
	tell_direct) cmd=(hpo-tell trials -t 1 error=0.5) ;;
	tell_failed) cmd=(hpo-tell trials -t 1 --failed 'no luck') ;;
	reap) cmd=(hpo-tell -q trials --reap=1h) ;;
	run | run_pipe)
		in=line
		cmd=(hpo-run -q -- sh -c 'echo >>ran; echo 0.5')
		;;
	report) cmd=(hpo-report trials) ;;
	report_*) cmd=(hpo-report "${scene#report_}" trials) ;;
	esac
	[ "$scene" != report_json ] || cmd=(hpo-report table --format json trials)
}

# The command of the scene, run by the words given; its status.
perform() {
	if [ "$scene" = run_pipe ]; then
		"$@" "${cmd[@]}" <"$in" 2>err | cat >out
		return "${PIPESTATUS[0]}"
	fi
	"$@" "${cmd[@]}" <"$in" >out 2>err
}

wrong() {
	echo "$scene: $*"
	bad=1
}

# All of a file, into text.
slurp() {
	text=
	[ ! -e "$1" ] || IFS= read -r -d '' text <"$1"
	return 0
}

# Whether each whole line of the text is an object, and seq is dense; but for
# $torn lines that a kill may have cut.
in_order() {
	jq -nRe --argjson torn "$torn" '[inputs | fromjson? // 0] |
	    map(objects | .seq) as $seq | $seq == [range($seq | length)] and
	    length - ($seq | length) <= $torn' \
	    >/dev/null <<<"${text%$'\n'*}"
}

# The objects of out that were printed whole are in the file: as lines, or, of
# hpo-ask, as what the lines of a trial are together.
printed_is_there() {
	jq -nRe --rawfile file trials '
	    [$file | splits("\n") | fromjson?] as $lines |
	    ($lines + ($lines | group_by(.trial) | map(add))) as $known |
	    all(inputs | fromjson? | objects | del(.study); . as $line |
	        any($known[]; . == $line))' out >/dev/null
}

# How many lines of the file are those of the filter.
lines() {
	jq -nR "[inputs | fromjson? | select($1)] | length" trials
}

# The files after the command, whatever became of it.
judge_file() {
	slurp trials
	[[ $text == "$whole"* ]] || wrong "the file is not what it was, and more"
	[ "$text" = "$whole" ] && return
	changed=1
	in_order || wrong "a line is damaged, or out of order"
	case $scene in
	tell_* | reap | ask*) ;;
	*) wrong "the file was changed" ;;
	esac
}

# What was said with status 0.
judge_success() {
	case $scene in
	space_file)
		text=
		slurp new
		[[ $text == '{"hpo":1,'*$'}\n' ]] || wrong "no study"
		;;
	ask | ask_five)
		[ -s out ] && printed_is_there || wrong "printed, not recorded"
		[ "$(wc -l <out)" = "$(wc -l <"expect.$scene")" ] ||
		    wrong "not all was printed"
		;;
	ask_tsv) [ "$(wc -l <out)" = 2 ] && [ -n "$changed" ] ||
	    wrong "not printed, or not recorded" ;;
	tell_*) told || wrong "told, and not there" ;;
	reap) [ "$(lines '.trial == 2 and .attempt == 2')" = 1 ] ||
	    wrong "nothing reaped" ;;
	run*) ran || wrong "no result" ;;
	*) cmp -s out "expect.$scene" || wrong "another output" ;;
	esac
}

# Whether what tell_* told stands there, once.
told() {
	case $scene in
	tell_pipe)
		printed_is_there &&
		    [ "$(lines '.trial == 1 and .state == "complete"')" = 1 ] &&
		    [ "$(lines '.uid == "01ARZ3NDEKTSV4RRFFQ69G5FAV"')" = 1 ]
		;;
	tell_direct)
		[ "$(lines '.trial == 1 and .metrics.error == 0.5')" = 1 ]
		;;
	tell_failed)
		[ "$(lines '.trial == 1 and .state == "failed"')" = 1 ]
		;;
	esac
}

# Whether out ends in the result of the payload.
ran() {
	slurp out
	[[ $text == *'"state":"complete"'*'"error":0.5'*$'}\n' ]]
}

# What hpo-run printed of a trial whose payload cannot fail.
judge_run() {
	slurp out
	[[ $text != *'"state":"failed"'* ]] || wrong "a failed trial"
	finals=(runs/*/1/*/exit.json)
	[ ! -e "${finals[0]}" ] || finished=1
}

# The same command without the fault ends well, and only once.
judge_again() {
	perform
	again=$?
	[ "$scene:$again" != reap:1 ] || again=0 # it was reaped before
	[ $again = 0 ] || wrong "the same again: status $again, $(<err)"
	case $scene in
	space_file) [ "$(wc -l <new)" = 1 ] || wrong "no header after all" ;;
	run*)
		ran || wrong "no result after all"
		[ -z "$finished" ] || [ "$(wc -l <ran)" = 1 ] ||
		    wrong "a finished evaluation was repeated"
		;;
	ask | ask_five) printed_is_there || wrong "printed, not recorded" ;;
	tell_*) told || wrong "not told once after all" ;;
	reap) [ "$(lines '.trial == 2 and .attempt == 2')" = 1 ] ||
	    wrong "not reaped once after all" ;;
	esac
	slurp trials
	in_order || wrong "out of order after all"
}

# judge STATUS: as said above; 137 is a kill, which excuses silence, a torn
# line and a file that nobody took away.
judge() {
	bad=0 changed= finished= torn=0
	[ "$1" != 137 ] || torn=1
	judge_file
	case $1 in
	0) judge_success ;;
	3) [ -s err ] || wrong "status 3 and no word" ;;
	137) ;;
	*) wrong "status $1: $(tail -n 3 err)" ;;
	esac
	case $scene in
	run*)
		judge_run
		judge_again
		;;
	ask | ask_five) [ -z "$changed" ] || printed_is_there ||
	    wrong "printed, not recorded" ;;
	tell_pipe) [ ! -s out ] || printed_is_there ||
	    wrong "acknowledged, not there" ;;
	space_file)
		rest=(.new.*)
		[ ! -e "${rest[0]}" ] || [ "$1" = 137 ] || wrong "left: ${rest[0]}"
		[ ! -e "${rest[0]}" ] || rm -f .new.*
		[ ! -e new ] || changed=1
		;;
	esac
	[ -z "$changed" ] || judge_again
	return $bad
}
