/* Numbers, times and typos on the command line; who owns a trial. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "owner.h"
#include "suggest.h"
#include "tap.h"

static void
test_numbers(void)
{
	static const char *const bad[] = {
	    "", "x", "1x", "1.5", "9223372036854775808", "0", "11"};
	struct err e = {0};
	long long n;

	ok(cli_number("7", 1, 10, &n, &e) == 0 && n == 7, "a number");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ok(cli_number(bad[i], 1, 10, &n, &e) == -1, "none: '%s'",
		    bad[i]);
}

static void
test_durations(void)
{
	static const struct {
		const char *text;
		double seconds;
	} good[] = {{"90", 90}, {"0", 0}, {"1.5m", 90}, {"2h", 7200},
	    {"1d", 86400}, {"0.25s", 0.25}};
	static const char *const bad[] = {
	    "", "s", "1w", "-1", "1ms", "inf", "nan", "1 h"};
	struct err e = {0};
	double s;

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		ok(cli_duration(good[i].text, &s, &e) == 0 &&
			fabs(s - good[i].seconds) < 1e-9,
		    "%s", good[i].text);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ok(cli_duration(bad[i], &s, &e) == -1, "no time: '%s'", bad[i]);
}

static void
test_suggest(void)
{
	static const char *const words[] = {
	    "float", "int", "pow2", "categorical", NULL};

	ok(suggest_distance("", "abc") == 3 &&
		suggest_distance("kitten", "sitting") == 3 &&
		suggest_distance("ab", "ba") == 1 &&
		suggest_distance("same", "same") == 0,
	    "distances");
	ok(strcmp(suggest("flaot", words), "float") == 0 &&
		strcmp(suggest("catagorial", words), "categorical") == 0 &&
		strcmp(suggest("itn", words), "int") == 0,
	    "typos");
	ok(!suggest("simplex", words) && !suggest("x", words), "other words");
}

static void
test_owner(void)
{
	char self[OWNER_TEXT], host[OWNER_TEXT], other[2 * OWNER_TEXT];
	pid_t child;

	owner_self(self);
	owner_host(host);
	ok(owner_alive(self) == OWNER_ALIVE, "we are alive");
	ok(owner_alive(host) == OWNER_UNKNOWN &&
		owner_alive("-") == OWNER_UNKNOWN &&
		owner_alive("") == OWNER_UNKNOWN,
	    "a bare name tells nothing");
	snprintf(other, sizeof(other), "x%s", self);
	ok(owner_alive(other) == OWNER_UNKNOWN, "nor does another host");
	snprintf(other, sizeof(other), "%s~1:%s", host, strchr(self, ':') + 1);
	ok(owner_alive(other) == OWNER_HIDDEN, "nor another world of pids");
	snprintf(other, sizeof(other), "%s:zzzz:7", host);
	ok(owner_alive(other) == OWNER_HIDDEN, "nor what is no identity");
	snprintf(other, sizeof(other), "%sx", self);
	ok(owner_alive(other) == OWNER_HIDDEN, "nor a start that is none");
	snprintf(other, sizeof(other), "%s:zzzz:%ld:1", host, (long)getpid());
	ok(owner_alive(other) == OWNER_DEAD, "another boot");
	snprintf(other, sizeof(other), "%s1", self);
	ok(owner_alive(other) == OWNER_DEAD, "a pid that came back");
	child = fork();
	if (child == 0)
		_exit(0);
	waitid(P_PID, (id_t)child, &(siginfo_t){0}, WEXITED | WNOWAIT);
	self[strlen(self) - strlen(strrchr(self, ':'))] = '\0';
	self[strlen(self) - strlen(strrchr(self, ':'))] = '\0';
	snprintf(other, sizeof(other), "%s:%ld:1", self, (long)child);
	ok(owner_alive(other) == OWNER_DEAD, "a zombie is dead");
	waitpid(child, NULL, 0);
}

int
main(void)
{
	test_numbers();
	test_durations();
	test_suggest();
	test_owner();
	return tap_done();
}
