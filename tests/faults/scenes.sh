# shellcheck shell=bash disable=SC2154,SC2120
# scenes.sh, for other scripts: commands of the five programs, on files that
# are the same each time, and what must hold when something failed in them.
#
# A round is: begin SCENE; perform, with a fault; judge STATUS.  What judge
# finds wrong is a line of its output, and status 1.  All happens in the current
# folder, which set_stage fills.

scenes='space_file space_print space_inline space_show ask ask_filter ask_five
    ask_for ask_tsv tell_pipe tell_direct tell_failed reap run run_pipe
    run_again run_other report report_table report_json report_best report_plot'

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
	begin run && perform && mv runs kept || return
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
	once=1 # payloads that run until there is a result
	[ ! -e runs ] && [ ! -e ran ] && [ ! -e new ] || rm -rf runs ran new
	case $scene in
	space_file) cmd=(hpo-space -o new space.yaml) ;;
	space_print) cmd=(hpo-space space.yaml) ;;
	space_inline) cmd=(hpo-space 'x=log(1e-5,1e-1)' 'k=choice(a, b)' minimize=e) ;;
	space_show) cmd=(hpo-space --show space.yaml) ;;
	ask) cmd=(hpo-ask trials) ;;
	ask_filter) cmd=(hpo-ask -n 2) in=trials ;;
	ask_five) cmd=(hpo-ask -v -n 5 trials) ;;
	ask_for) cmd=(hpo-ask --for key trials) ;;
	ask_tsv) cmd=(hpo-ask --format tsv trials) ;;
	tell_pipe) cmd=(hpo-tell --tee trials) in=told ;;
	tell_direct) cmd=(hpo-tell trials -t 1 error=0.5) ;;
	tell_failed) cmd=(hpo-tell trials -t 1 --failed 'no luck') ;;
	reap) cmd=(hpo-tell -q trials --reap=1h) ;;
	run*)
		in=line
		case $scene in
		run_again) once=0 && cp -r kept runs ;;
		run_other) keep_other ;;
		esac
		cmd=(hpo-run -q -- sh -c 'echo >>ran; echo 0.5')
		;;
	report) cmd=(hpo-report trials) ;;
	report_*) cmd=(hpo-report "${scene#report_}" trials) ;;
	esac
	[ "$scene" != report_json ] || cmd=(hpo-report table --format json trials)
}

# In runs/, a result of the trial at another point.
keep_other() {
	cp -r kept runs
	echo '{"lr":0.0625}' >runs/*/1/params.json
	sed -i 's/"error":0.5/"error":0.25/' runs/*/1/1/exit.json
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

# The files after the command, whatever became of it.
judge_files() {
	slurp trials
	first=$text
	[[ $text == "$whole"* ]] || wrong "the file is not what it was, and more"
	[ "$text" = "$whole" ] || changed=1
	case $scene in
	space_file)
		rest=(.new.*)
		if [ -e "${rest[0]}" ]; then
			[ "$1" = 137 ] || wrong "left: ${rest[0]}"
			rm -f .new.*
		fi
		[ ! -e new ] || changed=1
		;;
	run*)
		changed=1 # in runs/
		for final in runs/*/1/*/exit.json; do
			slurp "$final"
			[[ $text != *'"error":0.5'* ]] || finished=1
		done
		slurp out
		[[ $text != *'"error":0.25'* ]] ||
		    wrong "another point's result"
		[[ $text != *'"state":"complete"'* || $1$finished != 137 ]] ||
		    wrong "printed, and not kept before"
		;;
	esac
}

# What was printed or made with status 0, where that is known beforehand.
judge_success() {
	case $scene in
	space_file) is_header || wrong "no study" ;;
	run*) has_result || wrong "no result" ;;
	ask_filter | report* | space*) cmp -s out "expect.$scene" ||
	    wrong "another output" ;;
	esac
}

# Whether the new study is one line.
is_header() {
	slurp new
	[[ $text == '{"hpo":1,'*$'}\n' && $text != *$'\n'*$'\n' ]]
}

# Whether out ends in the result of the payload, which cannot fail.
has_result() {
	slurp out
	[[ $text != *'"state":"failed"'* ]] || wrong "a failed trial"
	[[ $text == *'"state":"complete"'*'"error":0.5'*$'}\n' ]]
}

# The same command without the fault ends well, and only once.
judge_again() {
	slurp out
	printed=$text
	perform
	again=$?
	[ "$scene:$again" != reap:1 ] || again=0 # it was reaped before
	[ $again = 0 ] || wrong "the same again: status $again, $(<err)"
	case $scene in
	space_file) is_header || wrong "no study after all" ;;
	run*)
		has_result || wrong "no result after all"
		slurp ran
		[ -z "$finished" ] || [ "${#text}" = $once ] ||
		    wrong "a finished evaluation was repeated"
		;;
	*) judge_lines "$1" ;;
	esac
}

# All that jq must look at, at once: it starts slowly.
judge_lines() {
	jq -nr --arg scene "$scene" --arg status "$1" --arg whole "$whole" \
	    --arg first "$first" --rawfile last trials --arg out "$printed" \
	    --rawfile again out --rawfile expect "expect.$scene" \
	    -f "$here/scenes.jq" >complaints || wrong "jq cannot tell"
	while read -r complaint; do
		wrong "$complaint"
	done <complaints
}

# judge STATUS: as said above; 137 is a kill, which excuses silence, a torn
# line and a file that nobody took away.
judge() {
	bad=0 changed='' finished=''
	judge_files "$1"
	case $1 in
	0) judge_success ;;
	3) [ -s err ] || wrong "status 3 and no word" ;;
	137) ;;
	*) wrong "status $1: $(tail -n 3 err)" ;;
	esac
	case $scene:$1 in
	ask_filter:* | report*:* | space_[!f]*:*)
		[ -z "$changed" ] || wrong "the file was changed"
		;;
	ask*:0 | tell*:0 | reap:0) judge_again "$1" ;;
	*) [ -z "$changed" ] || judge_again "$1" ;;
	esac
	return $bad
}
