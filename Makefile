# make              the programs, in build/bin
# make demo         tune a real program, and show the result
# make check        all tests; make check SAN=address,undefined
# make coverage     lines that the tests run, of each source
# make fuzz         made up inputs, SECONDS=600 a harness; KEEP=1 keeps them
# make lint format valgrind storm faults bench deps install uninstall clean
# V=1 shows the compiler's lines
PREFIX  = /usr/local
BINDIR  = $(PREFIX)/bin
MANDIR  = $(PREFIX)/share/man
VERSION = 0.1
CFLAGS  = -O2 -g
SAN     =
WERROR  =
B       = build$(if $(SAN),/$(subst $(comma),-,$(SAN)))
comma  := ,

# A command is a folder of cmd/ with a main.c.
CMDS    = $(patsubst cmd/%/main.c,%,$(wildcard cmd/*/main.c))

# Libraries for all, then for one command.  pkg-config is asked when they are
# used, not before: on a bare system it may have to be installed first.
PKGS    = jansson
# GSL into the program where that can be done: it starts sooner.
GSL             = $(if $(wildcard $(shell pkg-config \
          --variable=libdir gsl)/libgsl.a),-Wl$(comma)-Bstatic -lgsl \
          -lgslcblas -Wl$(comma)-Bdynamic,$(shell pkg-config --libs gsl))
LIBS_hpo-ask    = $(GSL)
LIBS_hpo-report = $(GSL)
LIBS_hpo-tell   = $(GSL)
LIBS_hpo-space  = $(shell pkg-config --libs yaml-0.1) $(GSL)
LIBS_tests      = $(LIBS_hpo-space)

# What every build needs; CFLAGS, CPPFLAGS, LDFLAGS, LDLIBS stay the user's.
WARN    = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
          -Wmissing-prototypes -Wwrite-strings -Wformat=2 -Wvla -Wcast-qual \
          -Wundef -Wimplicit-fallthrough $(WERROR)
ALL_CPPFLAGS = -D_GNU_SOURCE -DHPO_VERSION=$(VERSION) \
          $(patsubst %,-iquote %,$(wildcard libcommon/*)) \
          $(shell pkg-config --cflags $(PKGS)) $(CPPFLAGS)
# Contracted products would make bytes depend on compiler and machine.
ALL_CFLAGS = -std=c17 -ffp-contract=off $(WARN) $(CFLAGS) \
          $(SAN:%=-fsanitize=% -fno-sanitize-recover=all)
ALL_LDLIBS = $(shell pkg-config --libs $(PKGS)) -lm $(LDLIBS)

LIBOBJ  = $(patsubst %.c,$B/%.o,$(wildcard libcommon/*/*.c))
CMDOBJ  = $(patsubst %.c,$B/%.o,$(wildcard cmd/$1/*.c)) \
          $(patsubst %,$B/%.o,$(wildcard cmd/$1/*.json))
PARTOBJ = $(patsubst %.c,$B/%.o,$(filter-out %/main.c,$(wildcard cmd/*/*.c))) \
          $(patsubst %,$B/%.o,$(wildcard cmd/*/*.json))
BINS    = $(CMDS:%=$B/bin/%)
TESTS   = $(patsubst %.c,$B/%,$(wildcard tests/unit/test_*.c \
          tests/property/test_*.c tests/known/test_*.c)) $(HARNESSES)
HARNESSES = $(patsubst %.c,$B/%,$(wildcard tests/fuzz/fuzz_*.c))
CFILES  = $(wildcard cmd/*/*.[ch] libcommon/*/*.[ch] tests/*.h tests/*/*.[ch])
SCRIPTS = .ci/run $(wildcard tests/*.sh tests/*/*.sh examples/*/*.sh)
PAGES   = $(wildcard man/*.[157])
WITH    = PATH="$(abspath $B/bin):$$PATH" BUILD="$(abspath $B)"

QUIET   = $(if $V,,@echo '  $(strip $1) $@' &&)

.PHONY: all check programs cli valgrind storm faults coverage lint format \
        fuzz harnesses bench demo deps install uninstall clean
.DELETE_ON_ERROR:
.SECONDARY:
all: $(BINS)

# Packages, in the sets build, check and develop.  A target that needs a set
# installs what is missing of it, once a build folder; not with NODEPS=1.
$B/deps.%: tests/deps.sh
	@mkdir -p $(@D)
	$(if $(NODEPS),,@tests/deps.sh $*)
	@touch $@
deps: $B/deps.build $B/deps.check $B/deps.develop
# One package manager at a time.
$B/deps.check: | $B/deps.build
$B/deps.develop: | $B/deps.check

$B/%.o: %.c | $B/deps.build
	@mkdir -p $(@D)
	$(call QUIET,CC) $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# A file of data beside a command's sources: the string NAME_json.
$B/%.json.o: %.json | $B/deps.build
	@mkdir -p $(@D)
	@{ echo 'const char $(*F)_json[] = {'; \
	    od -An -v -td1 $< | sed 's/[-0-9][0-9]*/&,/g'; echo '0};'; } >$(@:.o=.c)
	$(call QUIET,CC) $(CC) -std=c17 -c -o $@ $(@:.o=.c)

$B/libcommon.a: $(LIBOBJ)
	@rm -f $@
	$(call QUIET,AR) $(AR) rcs $@ $^

define command
$B/bin/$1: $$(call CMDOBJ,$1) $B/libcommon.a
	@mkdir -p $$(@D)
	$$(call QUIET,LD) $$(CC) $$(ALL_CFLAGS) $$(LDFLAGS) -o $$@ $$^ \
	    $$(LIBS_$1) $$(ALL_LDLIBS)
# The same, but without what keeps a torn line from spoiling the next.
$B/unguarded/$1: $$(call CMDOBJ,$1) $B/unguarded/log.o $B/libcommon.a
	$$(call QUIET,LD) $$(CC) $$(ALL_CFLAGS) $$(LDFLAGS) -o $$@ $$^ \
	    $$(LIBS_$1) $$(ALL_LDLIBS)
endef
$(foreach c,$(CMDS),$(eval $(call command,$c)))

$B/unguarded/log.o: libcommon/study/log.c | $B/deps.build
	@mkdir -p $(@D)
	$(call QUIET,CC) $(CC) -DHPO_NO_NEWLINE_GUARD $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP \
	    -c -o $@ $<

# For LD_PRELOAD: what CFLAGS may ask for belongs into programs.
$B/%.so: %.c | $B/deps.build
	@mkdir -p $(@D)
	$(call QUIET,LD) $(CC) -D_GNU_SOURCE -std=c17 $(WARN) -O2 -fPIC -shared \
	    -MMD -MP -MF $@.d -o $@ $<

# Tests may call anything in any command but its main.
$B/parts.a: $(PARTOBJ)
	@rm -f $@
	$(call QUIET,AR) $(AR) rcs $@ $^

$B/tests/%: tests/%.c $B/parts.a $B/libcommon.a
	@mkdir -p $(@D)
	$(call QUIET,LD) $(CC) $(ALL_CPPFLAGS) -iquote tests \
	    $(patsubst %,-iquote %,$(wildcard cmd/*)) \
	    $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< \
	    $B/parts.a $B/libcommon.a $(LIBS_tests) $(ALL_LDLIBS)

# A harness is given what is kept; from make fuzz, what libFuzzer makes up.
FUZZER  = tests/fuzz/replay.c
$B/tests/fuzz/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $B/parts.a \
    $B/libcommon.a
	@mkdir -p $(@D)
	$(call QUIET,LD) $(CC) $(ALL_CPPFLAGS) -iquote tests \
	    $(patsubst %,-iquote %,$(wildcard cmd/*)) \
	    $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(FUZZER) \
	    $B/parts.a $B/libcommon.a $(LIBS_tests) $(ALL_LDLIBS)
harnesses: $(addprefix $B/tests/fuzz/,$(FUZZED))

# Seconds for each harness; KEEP=1 puts what is worth it of the inputs into
# tests/fuzz/*.corpus.gz; FUZZED=fuzz_expr tries that one.
SECONDS = 600
KEEP    =
FUZZED  = $(notdir $(HARNESSES))
FUZZB   = $B/fuzz
fuzz: $B/tests/fuzz/pack | $B/deps.develop
	+$(MAKE) B=$(FUZZB) CC=clang SAN=address,undefined NODEPS=1 \
	    CFLAGS='-O1 -g -fsanitize=fuzzer-no-link' \
	    FUZZER=-fsanitize=fuzzer FUZZED="$(FUZZED)" harnesses
	PACK=$B/tests/fuzz/pack KEEP=$(KEEP) JOBS=$(JOBS) \
	    tests/fuzz/run.sh $(FUZZB) $(SECONDS) $(FUZZED)
JOBS    = $(shell nproc)

check: programs cli
programs: $(TESTS)
	@bad=0; for t in $(TESTS); do if $$t >$$t.tap; \
	    then echo "$$t: $$(grep -c ^ok $$t.tap) ok"; \
	    else cat $$t.tap; echo "$$t: failed"; bad=1; fi; done; exit $$bad
STORM   = $B/tests/faults/storm $B/tests/faults/storm_check \
          $B/unguarded/hpo-ask $B/unguarded/hpo-tell
FAULTS  = $(STORM) $(addprefix $B/tests/faults/,tree work inject nomem.so)
SUITE   = tests/cli tests/faults
cli: all $(FAULTS) $B/tests/cli/accepted | $B/deps.check
	$(WITH) BATS_TEST_TIMEOUT=180 bats $(BATSFLAGS) $(SUITE)

# Each test program under valgrind, and each of ours in tests of bats.  Of
# tests/faults not what injects faults, by a malloc of its own (nomem) or by
# strace (calls), what counts rounds of kills (kills, make, storm), and what
# counts reads (behind); nor tests with the tag native, which say why.
EXAMINED = tests/cli $(patsubst %,tests/faults/%.bats,\
          lost stalled together trees world)
valgrind: all $(TESTS) $(FAULTS) $B/tests/cli/accepted | $B/deps.check $B/deps.develop
	for t in $(TESTS); do valgrind -q --leak-check=full \
	    --error-exitcode=9 $$t >/dev/null || exit 1; done
	BATS_TEST_TIMEOUT=600 tests/valgrind/run.sh $B -T \
	    --filter-tags '!native' $(EXAMINED)

# The storm of tests/faults in full, with many kills.
KILLS   = 1000
storm: all $(STORM)
	$(WITH) tests/faults/storm.sh $(KILLS)

# The suite on a build that counts; tests that compare all that is said
# may fail there, so it is the lines that decide.  Without -fno-builtin gcc
# would write the counts of hpo-run in its children.
# Who kills a program at random kills it also while it writes its counts, which
# are then begun anew: these files of tests do not.
SPARING = $(patsubst %,tests/faults/%.bats,behind calls lost nomem stalled world)
MINIMUM = 90
COVERED = build/coverage
COUNTED = $(MAKE) B=$(COVERED) CC=gcc \
          CFLAGS="-O0 -g --coverage -fno-builtin-fork -fno-builtin-execve"
coverage:
	rm -rf $(COVERED)
	+$(COUNTED) $(COVERED)/tests/coverage/dump.o
	+-$(COUNTED) -k check SUITE="tests/cli $(SPARING)" LDFLAGS="$(COVERED)/tests/coverage/dump.o \
	    -Wl,--wrap=interrupt_die"
	tests/coverage/run.sh $(COVERED) $(MINIMUM)

# Every allocation and every system call of scenes.sh fails once and for good;
# the stages of searches are killed, stopped and told to end.
LONG    = BATS_TEST_TIMEOUT=3600
faults: all $(FAULTS) | $B/deps.check
	$(WITH) tests/faults/nomem.sh
	$(WITH) tests/faults/pipeline.sh
	$(WITH) tests/faults/calls.sh
	$(WITH) tests/faults/calls.sh --kill
	$(WITH) $(LONG) KILLS=100 ROUNDS=20 FOLLOWED=3000 TREES=1000 bats -T \
	    $(patsubst %,tests/faults/%.bats,kills lost together stalled trees)
	$(WITH) $(LONG) KILLS=20 bats -T tests/faults/make.bats

# SC1083: {lr} is what hpo-run replaces, and no mistake.
lint: | $B/deps.develop
	clang-format --dry-run --Werror $(CFILES)
	printf '%s\n' $(wildcard cmd/*/*.c libcommon/*/*.c) | \
	    xargs -P2 -n4 sh -c 'clang-tidy --quiet "$$@" -- -std=c17 \
	        $(ALL_CPPFLAGS) 2>/dev/null' -
	cppcheck -q --std=c11 --enable=warning,style,performance,portability \
	    --library=tests/cppcheck.cfg --inline-suppr --error-exitcode=1 \
	    cmd libcommon
	mandoc -Tlint -Wwarning $(PAGES)
	shellcheck -S warning -e SC1083 $(SCRIPTS)
	shellcheck -S warning -e SC1083,SC2154,SC2164 $(wildcard tests/*/*.bats)
	tests/layers.sh

format: | $B/deps.develop
	clang-format -i $(CFILES)

# BENCH=DIR, SEEDS=0-19 and more: see search.sh.
bench: all $B/tests/bench/measure $B/tests/bench/tasks | $B/deps.check
	$(WITH) tests/bench/run.sh
	$(WITH) tests/bench/search.sh

# The search stays in build/demo: given again, its result is shown.
demo: all
	@mkdir -p build/demo
	cd build/demo && $(WITH) $(CURDIR)/examples/svm/run.sh

install: all
	install -d $(DESTDIR)$(BINDIR)
	install -m 755 $(BINS) $(DESTDIR)$(BINDIR)
	for p in $(PAGES); do d=$(DESTDIR)$(MANDIR)/man$${p##*.}; \
	    install -d $$d && install -m 644 $$p $$d || exit 1; done
uninstall:
	rm -f $(CMDS:%=$(DESTDIR)$(BINDIR)/%)
	for p in $(PAGES); do \
	    rm -f $(DESTDIR)$(MANDIR)/man$${p##*.}/$${p#man/}; done

clean:
	rm -rf build

-include $(shell find $B -name '*.d' 2>/dev/null)
