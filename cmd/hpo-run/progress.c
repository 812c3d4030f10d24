#include "progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "die.h"
#include "jsonl.h"

enum { BAR = 30, LINE_MIN = 80 };

static const double draw_after = 0.1; /* s; quick runs show nothing */

void
progress_init(struct progress *p, bool quiet, bool verbose)
{
	const char *term = getenv("TERM");
	const char *plain = getenv("NO_COLOR");

	*p = (struct progress){.quiet = quiet, .verbose = verbose};
	p->began = clock_monotonic();
	p->terminal = isatty(STDERR_FILENO) && term &&
		      strcmp(term, "dumb") != 0 && !(plain && *plain);
}

static void
say(const char *text, size_t len)
{
	const ssize_t ignored = write(STDERR_FILENO, text, len);

	(void)ignored; /* nobody is there to see it */
}

void
progress_clear(struct progress *p)
{
	static const char erase[] = "\r\033[K";

	if (p->drawn)
		say(erase, sizeof(erase) - 1);
	p->drawn = false;
}

static size_t
ended(const struct progress *p)
{
	size_t n = 0;

	for (int i = 0; i < TRIAL_STATES; i++)
		n += p->done[i];
	return n;
}

static void
put_counts(const struct progress *p, struct buf *out)
{
	static const enum trial_state shown[] = {
	    TRIAL_FAILED, TRIAL_PRUNED, TRIAL_WAITING};
	const double s = clock_monotonic() - p->began;

	buf_printf(out, "%zu", ended(p));
	if (p->closed)
		buf_printf(out, "/%zu", ended(p) + p->running + p->known);
	buf_puts(out, " done");
	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++)
		if (p->done[shown[i]] > 0)
			buf_printf(out, ", %zu %s", p->done[shown[i]],
			    trial_state_name(shown[i]));
	buf_printf(out, ", %zu running, %.0f s", p->running, s);
}

void
progress_draw(struct progress *p)
{
	struct buf out = {0};
	const size_t n = ended(p), all = n + p->running + p->known;

	if (!p->terminal || p->quiet ||
	    clock_monotonic() - p->began < draw_after)
		return;
	buf_puts(&out, "\r");
	if (p->closed && all > 0) {
		buf_puts(&out, "[");
		for (size_t i = 0; i < BAR; i++)
			buf_puts(&out, i * all < n * BAR ? "#" : " ");
		buf_puts(&out, "] ");
	}
	put_counts(p, &out);
	buf_puts(&out, "\033[K");
	say(out.data, out.len);
	buf_release(&out);
	p->drawn = true;
}

void
progress_status(struct progress *p)
{
	struct buf out = {0};

	progress_clear(p);
	put_counts(p, &out);
	warn("%s", buf_text(&out));
	buf_release(&out);
}

static void
put_metrics(struct buf *out, json_t *metrics)
{
	const char *name;
	json_t *value;

	json_object_foreach (metrics, name, value) {
		if (out->len > LINE_MIN)
			break; /* one line of a terminal is enough */
		buf_printf(out, " %s=", name);
		jsonl_write(out, value);
	}
}

void
progress_trial(struct progress *p, json_t *line)
{
	const char *name = json_string_value(json_object_get(line, "state"));
	const char *reason = json_string_value(json_object_get(line, "reason"));
	json_t *seconds = json_object_get(line, "seconds");
	enum trial_state state = TRIAL_WAITING;
	struct buf out = {0};

	trial_state_find(name, &state);
	p->done[state]++;
	if (p->quiet || (p->terminal && !p->verbose && state != TRIAL_FAILED))
		return;
	progress_clear(p);
	buf_printf(&out, "trial %" JSON_INTEGER_FORMAT ": %s",
	    json_integer_value(json_object_get(line, "trial")), name);
	put_metrics(&out, json_object_get(line, "metrics"));
	if (reason)
		buf_printf(&out, " (%s)", reason);
	if (seconds)
		buf_printf(&out, ", %.4g s", json_number_value(seconds));
	for (size_t i = 0; i < out.len; i++)
		if (out.data[i] == '\n')
			out.data[i] = ' ';
	warn("%s", buf_text(&out));
	buf_release(&out);
}
