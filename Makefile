# make            the programs, in build/bin
# make check      all tests; make check SAN=address,undefined
# make lint format fuzz bench demo install deps clean
PREFIX  = /usr/local
BINDIR  = $(PREFIX)/bin
MANDIR  = $(PREFIX)/share/man
VERSION = 0.1
CFLAGS  = -O2 -g
SAN     =
B       = build$(if $(SAN),/$(subst $(comma),-,$(SAN)))
comma  := ,

# A command is a folder of cmd/ with a main.c.
CMDS    = $(patsubst cmd/%/main.c,%,$(wildcard cmd/*/main.c))

# Libraries for all, then for one command.  GSL is linked statically, and only
# where points are proposed or analysed: programs start faster.
PKGS    = jansson
GSL     = -Wl,-Bstatic -lgsl -lgslcblas -Wl,-Bdynamic

LIBS_hpo-report = $(shell pkg-config --libs smartcols)
LIBS_hpo-space  = $(shell pkg-config --libs yaml-0.1)
LIBS_tests      = $(LIBS_hpo-space) $(LIBS_hpo-report)

# What every build needs; CFLAGS, CPPFLAGS, LDFLAGS, LDLIBS stay the user's.
WARN    = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
          -Wmissing-prototypes -Wwrite-strings -Wformat=2 -Wvla -Wcast-qual \
          -Wundef -Wimplicit-fallthrough $(WERROR)
ALL_CPPFLAGS = -D_GNU_SOURCE -DHPO_VERSION=$(VERSION) \
          $(patsubst %,-I%,$(wildcard libcommon/*)) \
          $(shell pkg-config --cflags $(PKGS)) $(CPPFLAGS)
# Contracted products would make bytes depend on compiler and machine.
ALL_CFLAGS = -std=c17 -ffp-contract=off $(WARN) $(CFLAGS) \
          $(SAN:%=-fsanitize=% -fno-sanitize-recover=all)
ALL_LDLIBS = $(shell pkg-config --libs $(PKGS)) -lm $(LDLIBS)

LIBOBJ  = $(patsubst %.c,$B/%.o,$(wildcard libcommon/*/*.c))
CMDOBJ  = $(patsubst %.c,$B/%.o,$(wildcard cmd/$1/*.c))
PARTOBJ = $(patsubst %.c,$B/%.o,$(filter-out %/main.c,$(wildcard cmd/*/*.c)))
BINS    = $(CMDS:%=$B/bin/%)
TESTS   = $(patsubst %.c,$B/%,$(wildcard tests/unit/test_*.c \
          tests/property/test_*.c tests/known/test_*.c))
CFILES  = $(wildcard cmd/*/*.[ch] libcommon/*/*.[ch] tests/*.h tests/*/*.[ch])
SCRIPTS = $(wildcard tests/*.sh tests/*/*.sh examples/*/*.sh)

.PHONY: all check programs cli valgrind lint format fuzz bench demo install \
        deps clean
.DELETE_ON_ERROR:
.SECONDARY:
all: $(BINS)

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$B/libcommon.a: $(LIBOBJ)
	rm -f $@
	$(AR) rcs $@ $^

define command
$B/bin/$1: $$(call CMDOBJ,$1) $B/libcommon.a
	@mkdir -p $$(@D)
	$$(CC) $$(ALL_CFLAGS) $$(LDFLAGS) -o $$@ $$^ $$(LIBS_$1) $$(ALL_LDLIBS)
endef
$(foreach c,$(CMDS),$(eval $(call command,$c)))

# Tests may call anything in any command but its main.
$B/parts.a: $(PARTOBJ)
	rm -f $@
	$(AR) rcs $@ $^

$B/tests/%: tests/%.c $B/parts.a $B/libcommon.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) -Itests $(patsubst %,-I%,$(wildcard cmd/*)) \
	    $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< \
	    $B/parts.a $B/libcommon.a $(LIBS_tests) $(ALL_LDLIBS)

check: programs cli
programs: $(TESTS)
	@for t in $(TESTS); do $$t >$$t.tap || { cat $$t.tap; exit 1; }; \
	    echo "$$t: $$(grep -c ^ok $$t.tap) ok"; done
cli: all
	BATS_TEST_TIMEOUT=60 PATH="$(CURDIR)/$B/bin:$$PATH" bats tests/cli
valgrind: $(TESTS)
	for t in $(TESTS); do valgrind -q --leak-check=full \
	    --error-exitcode=9 $$t >/dev/null || exit 1; done

lint:
	clang-format --dry-run --Werror $(CFILES)
	printf '%s\n' $(wildcard cmd/*/*.c libcommon/*/*.c) | \
	    xargs -P2 -n4 sh -c 'clang-tidy --quiet "$$@" -- -std=c17 \
	        $(ALL_CPPFLAGS) 2>/dev/null' -
	cppcheck -q --std=c11 --enable=warning,style,performance,portability \
	    --inline-suppr --error-exitcode=1 cmd libcommon
	mandoc -Tlint -Wwarning $(wildcard man/*.[157])
	shellcheck -S warning $(SCRIPTS)
	shellcheck -S warning -e SC2154,SC2164 $(wildcard tests/cli/*.bats)
	tests/layers.sh

format:
	clang-format -i $(CFILES)

# Seconds for each harness: make fuzz FUZZ=600
FUZZ    = 20
FUZZSAN = address,undefined
FB      = build/fuzzer-no-link-address-undefined
fuzz:
	$(MAKE) CC=clang SAN=fuzzer-no-link,$(FUZZSAN) all
	for f in tests/fuzz/fuzz_*.c; do n=$$(basename $$f .c); \
	    mkdir -p build/corpus/$$n && \
	    clang $(ALL_CPPFLAGS) -std=c17 -g -fsanitize=fuzzer,$(FUZZSAN) \
	        -o build/$$n $$f $(FB)/libcommon.a $(ALL_LDLIBS) && \
	    build/$$n -max_total_time=$(FUZZ) -dict=tests/fuzz/$$n.dict \
	        build/corpus/$$n tests/fuzz/$$n.seeds || exit 1; done

bench: all
	PATH="$(CURDIR)/$B/bin:$$PATH" tests/bench/run.sh

# Every story of examples/, in a folder of its own.
demo: all
	for d in examples/*/; do echo "== $$d"; t=$$(mktemp -d) && \
	    run=$$PWD/$$d/run.sh && (cd $$t && \
	    PATH="$(CURDIR)/$B/bin:$$PATH" "$$run") && rm -r $$t || exit 1; done

install: all
	install -d $(DESTDIR)$(BINDIR)
	install -m 755 $(BINS) $(DESTDIR)$(BINDIR)
	for s in 1 5 7; do install -d $(DESTDIR)$(MANDIR)/man$$s || exit 1; \
	    for m in man/*.$$s; do [ ! -e $$m ] || install -m 644 $$m \
	        $(DESTDIR)$(MANDIR)/man$$s || exit 1; done; done

# Debian's names; a package that is there already is left alone.
DEPS    = gcc make pkg-config libjansson-dev libyaml-dev libgsl-dev \
          librandom123-dev libsmartcols-dev \
          libcurl4-openssl-dev gnuplot-nox libjs-vega \
          bats procps jq valgrind clang libclang-rt-dev clang-format \
          clang-tidy cppcheck mandoc shellcheck bsdextrautils
deps:
	apt-get install -y --no-install-recommends $(DEPS)

clean:
	rm -rf build

-include $(shell find $B -name '*.d' 2>/dev/null)
