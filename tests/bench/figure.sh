# shellcheck shell=bash
# report NAME VALUE: a figure with its target, unit and method of targets.txt.
targets=$(dirname "$(realpath "${BASH_SOURCE[0]}")")/targets.txt
report() {
	awk -v name="$1" -v value="$2" '$1 == name {
	    target = $2 == "-" ? "-" : $2 " " $3
	    unit = $4
	    for (i = 0; i < 4; i++)
	        sub(/^[^ ]+ +/, "")
	    if (value != "") # what could be measured
	        value = sprintf("%.4g", value)
	    printf "%-15s %9s  %-7s %-4s %s\n", name, value == "" ? "-" : value,
	        target, unit, $0
	}' "$targets"
}
