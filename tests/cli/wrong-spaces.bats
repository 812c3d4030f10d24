#!/usr/bin/env bats
# Wrong spaces that are no files of a few lines: words of a command line, and
# what nobody writes by hand.  Those are in space-errors.txt.

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_TEST_TMPDIR"
	right=(minimize=e 'x=float(0,1)')
}

# hpo-space with these words complains in the places $1, a word each.
inline() {
	local rc=0 want=$1
	shift
	hpo-space -q "$@" >out 2>err </dev/null || rc=$?
	sed 's/^hpo-space: argument \([0-9]*:[0-9]*\): \([^ ]*\): .*/\1:\2/' err |
	    xargs >got
	if [ $rc != 2 ] || [ -s out ] || [ "$(<got)" != "$want" ]; then
		echo "status $rc for: $*"
		cat err
		return 1
	fi
}

@test "words of a command line: the word, the place in it, the field" {
	inline 1:1:minimize x=bool
	inline 1:1:params minimize=e
	inline 3:1:minimize "${right[@]}" minimize=f
	inline 3:1:params.x "${right[@]}" x=bool
	inline 3:10:maximize "${right[@]}" maximize=f
	inline 3:6:seed "${right[@]}" seed=-1
	inline 3:6:seed "${right[@]}" seed=1e99
	inline 3:7:study "${right[@]}" study=
	inline 3:9:sampler "${right[@]}" sampler=soboll
	inline 3:9:sampler "${right[@]}" sampler=cma
	inline 3:13:stop.trials "${right[@]}" stop.trials=0
	inline 3:11:stop.time "${right[@]}" stop.time=2y
	inline 3:1:stop.tiem "${right[@]}" stop.tiem=2h
	inline 3:13:stop.target "${right[@]}" stop.target=true
	inline 3:3:params.y "${right[@]}" y=
	inline 3:3:params.y "${right[@]}" 'y=[1, 2]'
	inline 3:3:params.y "${right[@]}" 'y={type: bool}'
	inline 3:3:params.y "${right[@]}" 'y=flaot(1, 2)'
	inline 3:7:params.y.low "${right[@]}" 'y=log(0, 1)'
	inline 3:10:params.y.high "${right[@]}" 'y=int(1, 010)'
	inline 3:6:params.y "${right[@]}" 'y=int(1,2'
	inline 3:12:params.y "${right[@]}" 'y=int(1, 2)3'
	inline 3:14:params.o.y.high "${right[@]}" 'o.y=float(0, nan)'
	inline 3:24:params.y.default "${right[@]}" 'y=choice(a, b, default=c)'
	inline 3:3:params.y "${right[@]}" $'y=\xff'
	inline 3:3:params.y "${right[@]}" $'y=a\eb'
	inline '1:7:params.x.low 3:13:stop.trials' 'x=log(0,1)' minimize=e \
	    stop.trials=x
	# a place counts characters
	inline 3:21:params.y.when "${right[@]}" "y=bool(when=\"'é' == z\")"
}

# $1 again and again, $2 bytes of it.
fill() {
	yes -- "$1" | tr -d '\n' | head -c "$2"
}

# hpo-space refuses what is on standard input in line:column $1, in 5 s and 150
# MB of address space, and says no more than $2 lines.
refused() {
	local rc=0
	(ulimit -t 5; ulimit -v 150000; exec hpo-space) >out 2>err || rc=$?
	[ $rc = 2 ]
	[ ! -s out ]
	grep -q "^hpo-space: standard input:$1: " err
	[ "$(wc -l <err)" -le "$2" ]
	[ "$(wc -c <err)" -le $(($2 * 600)) ]
}

# native: limits of time and memory.
# bats test_tags=native
@test "what is too large is refused without being read" {
	! grep -q __asan_init "$(command -v hpo-space)" ||
	    skip 'a sanitizer takes time and memory of its own'
	large() {
		run -2 --separate-stderr bash -c \
		    'ulimit -t 5; ulimit -v 150000; exec hpo-space'
		[ -z "$output" ]
		[[ $stderr == *"standard input"*"larger than"* ]]
	}
	head -c 104857600 /dev/zero | large
	yes 'a: &a [x, y]' | head -c 104857600 | large
	fill '{"a":' 104857600 | large
	fill y 104857600 | large
	# not even where it is a hole
	truncate -s 100M hole
	run -2 --separate-stderr bash -c \
	    'ulimit -t 5; ulimit -v 150000; exec hpo-space hole'
	[[ $stderr == *"larger than"* ]]
}

# bats test_tags=native
@test "what is deep, wide or bent is refused in little memory" {
	! grep -q __asan_init "$(command -v hpo-space)" ||
	    skip 'a sanitizer takes time and memory of its own'
	# 1 MiB of it, which is read
	fill '[' 1000000 | refused 1:65 1
	fill '{a: ' 1000000 | refused 1:257 1
	fill '{"a":' 1000000 | refused 1:321 1
	fill '- ' 1000000 | refused 1:129 1
	fill '? ' 1000000 | refused 1:3 1
	fill '"' 1000000 | refused 1:3 1
	fill '!' 1000000 | refused 1:1 1
	fill '&a' 1000000 | refused 1:3 1
	yes '#' | head -c 1000000 | refused 1:1 1
	yes 'a:' | head -c 30000 | refused 2:1 10004
	# ten levels of ten aliases each
	{ echo 'a0: &a0 [x]'; for i in {1..10}; do
		echo "a$i: &a$i [$(yes "*a$((i - 1))" | head -n 10 | paste -sd,)]"
	done; } | refused 1:5 200
	# merge keys, and tags that make objects elsewhere
	printf 'minimize: e\nbase: &b {x: bool}\nparams:\n  <<: *b\n' | refused 2:7 9
	printf 'minimize: e\nparams: {a: !!python/object/apply:os.system [x]}\n' |
	    refused 2:13 9
}

# bats test_tags=native
@test "what is no text is refused where it begins" {
	! grep -q __asan_init "$(command -v hpo-space)" ||
	    skip 'a sanitizer takes time and memory of its own'
	printf 'minimize: e\nparams: {a\0: bool}\n' | refused 2:11 1
	printf 'minimize: e\nparams: {a: "\xed\xa0\x80"}\n' | refused 2:14 1
	printf 'minimize: e\nparams: {a: "\xc0\x80"}\n' | refused 2:14 1
	printf 'minimize: e\nparams: {a: "\xf4\x90\x80\x80"}\n' | refused 2:14 1
	printf 'minimize: é\nparams: {é: "\xe9"}\n' | refused 2:14 1
	printf 'minimize: e\nparams: {a: "\xc3' | refused 2:14 1
	printf '{"minimize":"e","params":{"a":"\\ud800"}}' | refused '1:3[0-9]' 1
	printf '{"minimize":"e","params":{"a":"\\x"}}' | refused '1:3[0-9]' 1
	printf '\xff\xfem\0i\0n\0' | refused 1:1 1
	printf 'minimize: e\r\nparams: {a: bol()}\r\n' | refused 2:13 1
	gzip -c "$BATS_TEST_FILENAME" | refused 1:1 1
	head -c 1000000 /dev/urandom | refused '1:[0-9]*' 1
}
