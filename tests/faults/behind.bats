#!/usr/bin/env bats
# The reader of hpo-run is behind by one line, once, and then takes all at once:
# hpo-run must sleep then, and hear of that reader's end.

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_TMPDIR"
	[ -r /proc/self/io ] || [ -n "${TESTS_MUST_RUN-}" ] ||
	    skip 'the kernel does not count what is read and written'
	mkfifo in out nothing
	hpo-run -q -- true <in >out 2>err 3>&- &
	pid=$!
	exec 9>in 8<out
	fall_behind
}

teardown() {
	[ -z "$pid" ] || kill -KILL $pid
}

# How many bytes it has read or written: $1 is rchar or wchar.
moved() {
	sed -n "s/^$1: //p" /proc/$pid/io
}

# Whether it waits, as in epoll_wait(2).
sleeps() {
	local stat
	read -r stat </proc/$pid/stat
	[[ $stat == *') S '* ]]
}

# Pass some time, in which nothing comes.
pass() {
	read -rt 0.002 <>nothing || true
}

# Until it has read $1 bytes, done what there is to do, and waits.
settled() {
	until [ "$(moved rchar)" -ge "$1" ] && sleeps; do
		pass
	done
}

# One line after the other, until one does not fit into the pipe any more.
fall_behind() {
	local before written note lines=0
	note=$(printf %04000d 1) # a page, nearly, that others do not fit into
	settled 1
	written=-1
	until [ "$(moved wchar)" = "$written" ]; do
		written=$(moved wchar)
		before=$(moved rchar)
		printf -v line '{"trial":%04d,"state":"complete","note":"%s"}\n' \
		    $((1000 + lines++)) "$note"
		printf %s "$line" >&9
		settled $((before + ${#line}))
	done
	behind=$((lines - 1))
}

# Take that many lines, which makes room for the last one, and that.
catch_up() {
	head -c $(((behind + 1) * ${#line})) <&8 >all
	[ "$(wc -l <all)" = $((behind + 1)) ]
	[ $behind -gt 1 ]
}

@test "hpo-run sleeps after its full pipe was emptied once" {
	local n asleep=0
	catch_up
	# It may have something to do at first; but awake is awake for ever.
	for ((n = 0; n < 500 && asleep < 20; n++)); do
		: $((asleep++))
		sleeps || asleep=0
		pass
	done
	[ $asleep = 20 ]
	exec 9>&-
	wait $pid
	pid=
}

@test "hpo-run hears that its reader ends after a full pipe was emptied once" {
	catch_up
	exec 8<&-
	rc=0
	wait $pid || rc=$?
	pid=
	[ $rc = 3 ]
}
