#!/bin/sh
# deps.sh SET ...: install what is missing of the packages that SET needs, with
# the system's package manager.  SET: build (and the demo), check, develop.
#
# Prints the line that it runs.  Never asks anything: as an ordinary user it
# takes sudo where that needs no password; else it prints the line and ends
# with status 2.  Does nothing if all is there, or if it knows no package
# manager here: then the compiler says what is missing.
set -eu

debian() {
	case $1 in
	build) echo gcc libc6-dev pkg-config libjansson-dev libyaml-dev \
		libgsl-dev librandom123-dev libsvm-tools \
		gnuplot-nox ;;
	check) echo bats jq procps mandoc bsdextrautils locales strace \
		libxml2-utils faketime xz-utils python3-jsonschema ;;
	develop) echo clang libclang-rt-dev clang-format clang-tidy cppcheck \
		shellcheck valgrind ;;
	*) return 1 ;;
	esac
}

fedora() {
	case $1 in
	build) echo gcc glibc-devel pkgconf-pkg-config jansson-devel \
		libyaml-devel gsl-devel Random123-devel \
		libsvm gnuplot ;;
	check) echo bats jq procps-ng mandoc util-linux glibc-locale-source \
		strace libxml2 libfaketime xz python3-jsonschema ;;
	develop) echo clang compiler-rt clang-tools-extra cppcheck ShellCheck \
		valgrind libasan libubsan ;;
	*) return 1 ;;
	esac
}

# For Homebrew on Linux; it has no Random123, whose headers are to be put
# where the compiler finds them.
brew_names() {
	case $1 in
	build) echo gcc pkgconf jansson libyaml gsl libsvm gnuplot ;;
	check) echo bats-core jq procps mandoc util-linux strace libxml2 \
		libfaketime xz ;;
	develop) echo llvm clang-format cppcheck shellcheck valgrind ;;
	*) return 1 ;;
	esac
}

# Print those of the names that are not installed; $1 is the question to ask.
missing() {
	question=$1
	shift
	for name in "$@"; do
		"$question" "$name" >/dev/null 2>&1 ||
		    has_module "$name" 2>/dev/null || printf ' %s' "$name"
	done
}
# Whether Python has what the package is for, from elsewhere.
has_module() {
	[ "$1" = python3-jsonschema ] && python3 -c 'import jsonschema'
}
has_deb() { dpkg-query -W -f '${db:Status-Status}' "$1" | grep -qx installed; }
has_rpm() { rpm -q --whatprovides "$1"; }
has_brew() { brew list --versions "$1"; }

# Print the shell command $1 and run it, with the rights that it takes.
as_root() {
	if [ "$(id -u)" = 0 ]; then
		echo "$1"
		sh -c "$1"
	elif sudo -n true 2>/dev/null; then
		echo "sudo sh -c '$1'"
		sudo -n sh -c "$1"
	else
		echo "packages are missing; as root, run:" >&2
		echo "    $1" >&2
		exit 2
	fi
}

# apt has lists of packages, fetched within the last day.
lists_fresh() {
	set -- /var/lib/apt/lists/*_Packages*
	[ -e "$1" ] && [ -n "$(find /var/lib/apt/lists/partial -maxdepth 0 \
	    -mtime -1 2>/dev/null)" ]
}

with_apt() {
	# shellcheck disable=SC2046 # names, to be split
	set -- $(missing has_deb "$@")
	[ $# -gt 0 ] || return 0
	get='apt-get -q install -y --no-install-recommends'
	lists_fresh || get="apt-get -q update && $get"
	as_root "export DEBIAN_FRONTEND=noninteractive; $get $*"
}

with_dnf() {
	# shellcheck disable=SC2046
	set -- $(missing has_rpm "$@")
	[ $# -eq 0 ] || as_root "dnf -q install -y $*"
}

with_brew() {
	# shellcheck disable=SC2046
	set -- $(missing has_brew "$@")
	[ $# -gt 0 ] || return 0
	echo "brew install -q $*"
	brew install -q "$@"
}

# The names of all sets asked for, by the given table.
names() {
	table=$1
	shift
	for set; do "$table" "$set"; done
}

for set; do
	debian "$set" >/dev/null || {
		echo "usage: deps.sh build|check|develop ..." >&2
		exit 2
	}
done
# shellcheck disable=SC2046
if command -v apt-get >/dev/null; then
	with_apt $(names debian "$@")
elif command -v dnf >/dev/null; then
	with_dnf $(names fedora "$@")
elif command -v brew >/dev/null; then
	with_brew $(names brew_names "$@")
fi
