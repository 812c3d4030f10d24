# awk -f derive.awk GRAMMAR: 400 sentences of a grammar in BNF, whose first rule
# is what they are; { } is any number, [ ] one or none.  Terminals in quotes
# stand as they are, with blanks around, those in capitals are replaced.

function draw(n) {
	seed = (seed * 16807) % 2147483647 # S. K. Park, K. W. Miller (1988)
	return int(seed / 2147483647 * n)
}

# The word behind the one that closes what begins before word i, of a rule, or
# behind the alternative that begins there.
function skip(rule, i, alternative,    level) {
	for (level = 0; i <= n[rule]; i++) {
		if (level == 0 && alternative && word[rule, i] == "|")
			return i
		if (word[rule, i] ~ /^[[{(]$/)
			level++
		if (word[rule, i] ~ /^[]})]$/ && level-- == 0)
			return alternative ? i : i + 1
	}
	return i
}

# What words from i on stand for, up to the end of the rule or group: one of the
# alternatives, deep down the first.
function choose(rule, i, depth,    at, count, k, end) {
	count = 0
	for (k = i; ; k = at + 1) {
		start[depth, count++] = k
		at = skip(rule, k, 1)
		if (word[rule, at] != "|")
			break
	}
	k = start[depth, depth > 60 ? 0 : draw(count)]
	end = skip(rule, k, 1)
	return sequence(rule, k, end, depth + 1)
}

function sequence(rule, i, end, depth,    out, w, times) {
	out = ""
	while (i < end) {
		w = word[rule, i++]
		if (w == "[" || w == "{" || w == "(") {
			times = w == "(" ? 1 : depth > 60 ? 0 : draw(5) < 2
			for (; times > 0; times--)
				out = out choose(rule, i, depth + 1)
			i = skip(rule, i, 0)
		} else {
			out = out derive(w, depth + 1)
		}
	}
	return out
}

function derive(w, depth) {
	if (w ~ /^"/)
		return " " substr(w, 2, length(w) - 2) " "
	if (w == "NUMBER")
		return " " (draw(2) ? draw(100) : ".5e1") " "
	if (w == "STRING")
		return draw(2) ? " 'it''s' " : " \"%\" "
	if (w == "NAME")
		return draw(2) ? " m " : " `m` "
	return choose(w, 1, depth)
}

$2 == "=" {
	rule = $1
	if (!first)
		first = rule
	$1 = $2 = ""
}
{
	for (i = 1; i <= NF; i++)
		if ($i != "")
			word[rule, ++n[rule]] = $i
}
END {
	seed = 1
	for (i = 0; i < 400; i++)
		print derive(first, 0)
}
