# awk -v dir=DIR -f shown.awk PAGE ...: what pages in mdoc show, each display as
# a file DIR/PAGE.LINE.KIND.  Besides displays these are single words of the
# text that are command lines with arguments.

function kind(line) {
	if (line ~ /^\$ /)
		return "session"
	if (line ~ /^(hpo-[a-z]+|jq|while) /)
		return "commands"
	if (line ~ /^hpo-[a-z]+: /)
		return "message"
	if (line ~ /^\{"trial":/)
		return "trials"
	if (line ~ /^[a-z]+: /)
		return "space"
	if (line ~ /^expression +=/)
		return "grammar"
	if (line ~ /^-?[0-9]/)
		return "truths"
	if (line ~ /^[a-z]+ (==|in) /)
		return "conditions"
	return "unknown"
}

function show(what, line) {
	if (!file) {
		page = FILENAME
		sub(/.*\//, "", page)
		file = sprintf("%s/%s.%04d.%s", dir, page, FNR, what)
	}
	gsub(/\\e/, "\\", line)
	print line >file
}

function done() {
	if (file)
		close(file)
	file = ""
}

/^\.Ed/ { inside = 0; done() }
inside { show($0 ~ /^\./ ? "unknown" : kind($0), $0) }
/^\.Bd/ { inside = 1 }
/^\.D[l1] / {
	sub(/^\.D[l1] /, "")
	show(kind($0), $0)
	done()
}
/[. ](Ql|Li|Ic|Cm) hpo-[a-z]+ / {
	sub(/.*(Ql|Li|Ic|Cm) /, "")
	sub(/ [.,:;)]$/, "")
	show("inline", $0)
	done()
}
