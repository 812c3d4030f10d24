#!/bin/bash
# run.sh DIR MINIMUM [-v]: which lines of our sources the programs in the build
# folder DIR have run, that was made with gcc --coverage.
#
# Prints for each file the per cent of its lines, how many of how many, worst
# first; then the sum of all, and that of the files that keep what a trial is
# worth: log, trial, follow and hand-out.  With -v each line that was never
# run, too.  Status 1 if that last sum is below MINIMUM per cent.
set -eu -o pipefail
dir=${1:?DIR} minimum=${2:?MINIMUM} verbose=${3-}

# Who moves one of these moves it here, too.
files=(libcommon/study/{fold,history,index,log,owner,reap,stop,trial}.c
    cmd/hpo-ask/{ask,batch,deliver,follow,held,orphans}.c
    cmd/hpo-ask/{past,propose,round,watch}.c
    cmd/hpo-run/{attempt,begin,checkpoint,child,emit,executor_local,folder}.c
    cmd/hpo-run/{intake,leftovers,outcome,pids,proc,run,tree}.c
    cmd/hpo-tell/{heard,rules,tell,told}.c)
(cd "$(dirname "$0")/../.." && ls "${files[@]}" >/dev/null)

# file, line, times run: once for each program that it was compiled for.
lines() {
	find "$dir/cmd" "$dir/libcommon" -name '*.gcno' -print0 |
	    xargs -0 gcov --json-format --stdout 2>/dev/null |
	    jq -r '.files[] | select(.file | test("^(cmd|libcommon)/.*\\.c$")) |
		.file as $f | .lines[] | "\($f)\t\(.line_number)\t\(.count)"'
}

lines | awk -F '\t' -v minimum="$minimum" -v verbose="$verbose" \
    -v group="${files[*]}" '
	{ run[$1 "\t" $2] += $3 }
	function add(name, ran) { all[name]++; hit[name] += ran }
	function line(name) {
		return sprintf("%5.1f %%  %4d of %4d  %s",
		    100 * hit[name] / all[name], hit[name], all[name], name)
	}
	END {
		n = split(group, path, " ")
		for (i = 1; i <= n; i++)
			in_group[path[i]] = 1
		worth = "log, trial, follow and hand-out"
		by_line = "sort -t : -k 1,1 -k 2,2n"
		for (at in run) {
			split(at, part, "\t")
			file = part[1]
			ran = run[at] > 0
			files[file] = 1
			add(file, ran)
			add("in all", ran)
			if (file in in_group)
				add(worth, ran)
			if (!ran && verbose != "")
				printf "%s:%d\n", file, part[2] | by_line
		}
		close(by_line)
		for (file in files)
			print line(file) | "sort -n"
		close("sort -n")
		print line("in all")
		print line(worth)
		exit 100 * hit[worth] / all[worth] < minimum
	}'
