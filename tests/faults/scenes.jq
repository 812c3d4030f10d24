# What is wrong with the trial file after a round of scenes.sh: a line each.
#
# first and last are its text after the command and after the same again, out
# and again what the two printed, expect what is printed without a fault.

# Each whole line, null in the place of what is no object.
def parsed: split("\n")[:-1] | map(
	(fromjson? // null) | if type == "object" then . else null end);
def lines(wanted): parsed | map(values | select(wanted)) | length;

# Whether seq is dense, and no more lines are damaged than a kill may have torn.
def in_order:
	parsed as $all | ($all | map(values | .seq)) as $seq |
	$seq == [range($seq | length)] and
	($all | length) - ($seq | length) <= (if $status == "137" then 1 else 0 end);

# Whether what was printed stands in the file: as lines, or, of hpo-ask, as what
# the lines of a trial are together.
def stands_in($file):
	($file | parsed | map(values) | . + (group_by(.trial) | map(add))) as $known |
	all(parsed[] | values | del(.study); . as $line |
		any($known[]; . == $line));

# Whether the file says what it was told, once.
def told:
	if $scene == "tell_pipe" then
		lines(.trial == 1 and .state == "complete") == 1 and
		lines(.uid == "01ARZ3NDEKTSV4RRFFQ69G5FAV") == 1
	elif $scene == "tell_direct" then
		lines(.trial == 1 and .metrics.error == 0.5) == 1
	elif $scene == "tell_failed" then
		lines(.trial == 1 and .state == "failed") == 1
	elif $scene == "reap" then
		lines(.trial == 2 and .attempt == 2) == 1
	else
		true
	end;

def complain(wrong; $text): if wrong then $text else empty end;

($scene | startswith("ask")) as $asks |
complain($last | in_order | not; "a line is damaged, or out of order"),
complain($last | startswith($first) | not; "it was not only appended to"),
complain($status == "0" and ($first | told | not); "told, and not there"),
complain($last | told | not; "not there once after all"),
complain($out | stands_in($first) | not; "printed, and not there"),
complain($again | stands_in($last) | not; "printed at last, and not there"),
complain($asks and $status == "0" and
	($out | split("\n") | length) != ($expect | split("\n") | length);
	"not all was printed"),
complain($asks and $status == "0" and
	($first | split("\n") | length) <= ($whole | split("\n") | length);
	"printed, and not recorded")
