/* How far a search is, how fast, and how long it will take. */
#include <math.h>

#include "clock.h"
#include "summary.h"

enum {
	BAR = 20,    /* columns, half of them on a narrow page */
	RECENT = 50, /* ends that make the rate: what was long ago tells little
		      * about now */
};

/* How far it is to a rule, 0 to 1. */
static double
share_of(const struct stop_finding *f)
{
	if (f->fired)
		return 1;
	return f->limit > 0 ? fmin(f->done / f->limit, 1) : 0;
}

/* A finite space ends a search as well: p becomes that if it is nearer. */
static void
compare_space(const struct summary *s, struct progress *p)
{
	static const struct stop_rule space = {.name = "space"};
	const double points = (double)space_count(&s->history->study.space);
	const double share =
	    points > 0 ? fmin((double)s->counted / points, 1) : 0;

	if (!(share > p->share))
		return;
	stop_release(&p->finding);
	*p = (struct progress){.rule = &space, .share = share};
	buf_printf(&p->finding.progress, "%zu trials, %.15g points", s->counted,
	    points);
}

void
summary_progress(struct summary *s)
{
	struct progress *p = &s->progress;

	for (const struct stop_rule *r = stop_rules; r->name; r++) {
		struct stop_finding f = {0};
		double share;

		r->check(s->history, &f);
		share = f.set ? share_of(&f) : 0;
		if (share > p->share) {
			stop_release(&p->finding);
			*p = (struct progress){r, share, f};
		} else {
			stop_release(&f);
		}
	}
	compare_space(s, p);
}

static void
write_progress(struct summary *s)
{
	const int bar = page_is_narrow(&s->page) ? BAR / 2 : BAR;
	const struct progress *p = &s->progress;
	const int full = (int)floor(p->share * bar);
	struct buf text = {0}, *command = &s->progress.finding.command;

	if (!p->rule)
		return;
	buf_puts(&text, "[");
	for (int i = 0; i < bar; i++)
		buf_puts(&text, i < full ? "#" : "-");
	buf_printf(&text, "] %.0f %%, %s: %s", floor(100 * p->share),
	    p->rule->name,
	    buf_text(p->finding.fired ? &s->progress.finding.why
				      : &s->progress.finding.progress));
	page_text(&s->page, "progress", &text);
	if (command->len > 0)
		page_command(&s->page, "to go on", command);
}

/* The last ends that say when they were. */
struct pace {
	size_t n;
	double first, last; /* seconds since 1970 */
	double seconds;     /* what their trials took */
};

static struct pace
find_pace(const struct summary *s)
{
	struct pace p = {.first = INFINITY, .last = -INFINITY};

	for (size_t i = s->ends.n; i-- > 0 && p.n < RECENT;) {
		const struct trial *t = s->ends.list[i].trial;
		const struct history *h = s->history;
		const char *text = h->log.text.data + t->ended.at + 1;
		double when;

		if (t->state == TRIAL_CANCELLED || t->ended.len < 2)
			continue;
		when = clock_parse(text, t->ended.len - 2);
		if (isnan(when))
			continue;
		p.n++;
		p.seconds += fmax(history_number(h, t->seconds, 0), 0);
		/* Hosts have clocks of their own. */
		p.first = fmin(p.first, when);
		p.last = fmax(p.last, when);
	}
	return p;
}

/* How many seconds are left by the rules that time alone brings nearer; NAN:
 * nobody knows. */
static double
time_left(const struct summary *s, const struct pace *p)
{
	const struct study *study = &s->history->study;
	const double span = p->last - p->first;
	const double open =
	    (double)(s->states[TRIAL_WAITING] + s->states[TRIAL_RUNNING]);
	const double trials =
	    (double)study->stop_trials - (double)s->counted + open;
	double left = NAN;

	if (study->stop_trials > 0)
		left = fmax(trials, 0) * span / (double)(p->n - 1);
	/* n ends have n - 1 times between them. */
	if (study->stop_time > 0 && p->seconds > 0)
		left = fmin(
		    left, fmax(study->stop_time - s->seconds, 0) * span /
			      (p->seconds * (double)(p->n - 1) / (double)p->n));
	return left;
}

/* In the unit that gives a number of the usual size; rate is per second. */
static void
add_rate(struct buf *text, double rate)
{
	static const struct {
		const char *name;
		double seconds, least; /* that are shown */
	} units[] = {
	    {"s", 1, 1}, {"min", 60, 10}, {"h", 3600, 1}, {"day", 86400, 0}};
	size_t i = 0;

	while (rate * units[i].seconds < units[i].least)
		i++;
	buf_printf(
	    text, "%.3g trials/%s", rate * units[i].seconds, units[i].name);
}

struct rate
summary_rate(const struct summary *s)
{
	const struct pace p = find_pace(s);
	struct rate rate = {0};
	double left;

	if (p.n < 2 || !(p.last > p.first))
		return rate;
	left = time_left(s, &p);
	rate.per_s = (double)(p.n - 1) / (p.last - p.first);
	if (left > 0 && isfinite(left) && !s->progress.finding.fired)
		rate.left = left;
	rate.last = p.last;
	return rate;
}

static void
write_rate(struct summary *s)
{
	const struct rate rate = summary_rate(s);
	char when[CLOCK_TEXT];
	struct buf text = {0};

	if (rate.per_s == 0)
		return;
	add_rate(&text, rate.per_s);
	if (rate.left > 0) {
		char left[CLOCK_TEXT];

		clock_length(left, rate.left);
		buf_printf(&text, ", about %s left", left);
	}
	clock_text(when, (int64_t)fmax(rate.last, 0), 0);
	buf_printf(&text, ", last ended %.10s %.8sZ", when, when + 11);
	page_text(&s->page, "rate", &text);
}

static void
write_time(struct summary *s)
{
	char all[CLOCK_TEXT], each[CLOCK_TEXT];
	struct buf text = {0};

	if (s->timed == 0)
		return;
	clock_length(all, s->seconds);
	clock_length(each, s->seconds / (double)s->timed);
	buf_printf(&text, "%s in %zu trial%s", all, s->timed,
	    s->timed == 1 ? "" : "s");
	if (s->timed > 1)
		buf_printf(&text, ", %s each", each);
	page_text(&s->page, "time", &text);
}

void
summary_pace(struct summary *s)
{
	write_progress(s);
	write_rate(s);
	write_time(s);
}
