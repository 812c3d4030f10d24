#!/bin/bash
# calls.sh [--short] [--kill] [SCENE ...]: the commands of scenes.sh with
# failing system calls: the n-th of its name alone, and all from the n-th on,
# for every n that there is and for several errors; --kill: instead of an error,
# SIGKILL at the n-th.  --short: with one error each, and for good only from
# the first on.  Ends with 1 if anything went wrong, each of which is a line of
# the output.
#
# The programs stand in PATH.
set -u
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/faults/scenes.sh
. "$here/scenes.sh"
short='' kill=''
while [[ ${1-} == --* ]]; do
	[ "$1" != --short ] || short=1
	[ "$1" != --kill ] || kill=1
	shift
done
read -r -d '' -a names <<<"$scenes"
[ $# = 0 ] || names=("$@")
export ASAN_OPTIONS=detect_leaks=0 # it uses ptrace(2), as strace does

dir=$(mktemp -d) || exit 3
trap 'rm -rf "$dir"' EXIT
cd "$dir" && set_stage || exit 3
failed=0 rounds=0

# What a call may fail with; the first is that of the short form.  EINTR is
# what a signal does, and must go unnoticed.  A close(2) that fails does close,
# but not when strace has it fail: hpo-run would wait for the end of a pipe.
errors() {
	case $name:$1 in
	run*:close) return ;;
	esac
	case $1 in
	write | pwrite64 | writev) echo ENOSPC EIO EINTR ;;
	fdatasync | fsync) echo EIO ENOSPC EINTR ;;
	rename | renameat | renameat2 | unlinkat) echo EIO ENOSPC ;;
	linkat) echo EIO ENOSPC EPERM ;;
	mkdir | mkdirat) echo ENOSPC EIO ;;
	openat) echo EMFILE EIO ENFILE ;;
	read | pread64) echo EIO EINTR ;;
	getdents64) echo EIO ;;
	fcntl) echo ENOLCK EIO EINTR ;;
	close) echo EIO ;;
	ftruncate | lseek) echo EIO ;;
	newfstatat | fstat | statx) echo EIO ;;
	pipe2 | epoll_create1 | signalfd4) echo EMFILE ;;
	epoll_ctl) echo ENOMEM ;;
	clone) echo EAGAIN ;;
	epoll_wait | epoll_pwait) echo EINTR ;;
	esac
}

# Whether others may see what the call does.
changes() {
	case $1 in
	write | pwrite64 | f*sync | *link* | rename* | mkdir* | openat | fcntl) ;;
	*) return 1 ;;
	esac
}

# "CALL BEFORE" for each call by name of the scene, and how many of it come
# before main() looks at standard input: those are of the loader.
calls() {
	begin "$name"
	perform strace -qq -o trace
	awk -F'(' '/^fcntl\(0, F_GETFD/ { main = 1 }
	    /^[a-z0-9_]+\(/ { if (main) seen[$1] = 1; else before[$1]++ }
	    END { for (call in seen) print call, before[call] + 0 }' trace
}

# What cannot be done better: excuse CALLN[+]
excuse() {
	excused=
	case $1 in
	write*+) echo 'no word got out' >>err ;;
	unlinkat*) rm -f .new.* ;;
	fcntl*) # these do not wait for anything
		[[ $text =~ F_[GS]ET(FD|FL)[^$'\n']*INJECTED ]] && excused=yes ;;
	esac
	case $scene in
	space* | report*) excused=yes ;; # they catch no signals
	esac
}

# faulty CALL FAULT N[+]: a round; status 1 when it ended before the N-th.
faulty() {
	local status hit
	begin "$name"
	rm -f trace
	# the shell would mention each kill
	{
		perform timeout -k 1 20 strace -qq -o trace -e trace="$1" \
		    -e inject="$1:$2:when=$3"
		status=$?
	} 2>/dev/null
	[ $status != 137 ] || [ -n "$kill" ] || status=124 # it hung
	rounds=$((rounds + 1))
	slurp trace
	[ $status = 137 ] || [[ $text == *'(INJECTED)'* ]] || hit=no-
	excuse "$1$3"
	{
		judge $status
		[ "$2:$status$excused" != error=EINTR:3 ] || wrong "gave up: $(<err)"
		case $1:$2:${hit-}$status in
		f*sync:error=EINTR:*) ;;
		f*sync:error=*:0) wrong "not on the disk, and status 0" ;;
		esac
		[ "$bad" = 0 ]
	} >verdict || {
		sed "s/^/$1 $3 $2: /" verdict
		failed=1
	}
	[ -z "${hit-}" ]
}

# each CALL BEFORE FAULT LASTING: a round for each n.
each() {
	local n=$(($2 + 1))
	while faulty "$1" "$3" $n$4; do
		n=$((n + 1))
		[ -z "$short" ] || [ -z "$4" ] || break
	done
}

for name in "${names[@]}"; do
	while read -r call before; do
		if [ -n "$kill" ]; then
			[ -z "$short" ] || changes "$call" || continue
			each "$call" "$before" signal=KILL ''
			continue
		fi
		for error in $(errors "$call"); do
			each "$call" "$before" "error=$error" ''
			# for ever interrupted is nothing that happens
			[ $error = EINTR ] ||
			    each "$call" "$before" "error=$error" +
			[ -z "$short" ] || break
		done
	done <<<"$(calls)"
done
echo "$rounds commands"
exit $failed
