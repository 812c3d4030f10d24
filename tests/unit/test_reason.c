/* The words that begin the reasons of trials. */
#include "reason.h"
#include "tap.h"

static void
test_words(void)
{
	ok(reason_is("lost", REASON_LOST), "a word alone");
	ok(reason_is("not started: no room", REASON_NOT_STARTED),
	    "a word before a colon");
	ok(!reason_is("lostness", REASON_LOST), "a longer word is another");
	ok(!reason_is("los", REASON_LOST), "so is a shorter one");
	ok(!reason_is("", REASON_LOST), "and none");
}

static void
test_kinds(void)
{
	static const char *const ends[] = {
	    "interrupted", "not started: its reader has gone", "not started"};
	static const char *const others[] = {"lost", "requeued", "preempted"};
	static const char *const own[] = {
	    "", "time", "no progress", "exit status 1", "interruptedly"};

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		ok(reason_is_end(ends[i]) && reason_is_outside(ends[i]),
		    "%s: who had it ends", ends[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		ok(!reason_is_end(others[i]) && reason_is_outside(others[i]),
		    "%s: from outside, but nobody ends", others[i]);
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		ok(!reason_is_outside(own[i]), "'%s' is the point's own",
		    own[i]);
}

int
main(void)
{
	test_words();
	test_kinds();
	return tap_done();
}
