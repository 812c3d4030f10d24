# shellcheck shell=bash
# shown.sh, for tests that run the command lines of pages as they stand there.

# Fill the current folder with what these lines name: a space, one with more
# trials, a program, and a search with one result.
begin_shown() {
	printf '%s\n' 'minimize: error' 'stop: {trials: 4}' \
	    'params: {lr: "log(1e-4, 1)"}' >space.yaml
	sed 's/trials: 4/trials: 6/' space.yaml >new.yaml
	printf '%s\n' '#!/bin/sh' 'echo "${1#--lr=}"' >train
	chmod +x train
	hpo-space -o trials.jsonl space.yaml
	hpo-ask trials.jsonl >asked
	hpo-tell trials.jsonl -t 1 error=0.5
}

# The command line in file $1 is no wrong usage, whatever it answers.
try_shown() {
	local rc=0

	sed 's/TRIALS/trials.jsonl/; s/KEY/left/; s/FILE/new.jsonl/' "$1" >line
	case $(<line) in
	hpo-space*) sh line <space.yaml || rc=$? ;;
	*) sh line <trials.jsonl || rc=$? ;;
	esac
	[ $rc = 0 ] || [ $rc = 1 ] || { echo "status $rc of $(<line)"; false; }
}
