#!/bin/sh
# train.sh --rate=R --momentum=M: fit a line to the heights and weights of 15
# women (American women aged 30-39, McNeil 1977) by 100 steps of gradient
# descent, and print the mean squared error, in pounds^2, as the last line.
for arg; do
	case $arg in
	--rate=*) rate=${arg#*=} ;;
	--momentum=*) momentum=${arg#*=} ;;
	*) echo "usage: train.sh --rate=R --momentum=M" >&2; exit 2 ;;
	esac
done
awk -v rate="${rate:?}" -v momentum="${momentum:?}" '
{ x[NR] = $1 - 60; y[NR] = $2 } # inches above 5 feet, pounds
END {
	for (step = 1; step <= 100; step++) {
		ga = gb = 0
		for (i = 1; i <= NR; i++) {
			wrong = a + b * x[i] - y[i]
			ga += 2 * wrong / NR
			gb += 2 * wrong * x[i] / NR
		}
		va = momentum * va - rate * ga
		vb = momentum * vb - rate * gb
		a += va
		b += vb
	}
	for (i = 1; i <= NR; i++)
		error += (a + b * x[i] - y[i]) ^ 2 / NR
	if (!(error < 1e6)) {
		print "diverged"
		exit 1
	}
	print "weight =", a, "+", b, "* (height - 60)"
	print error
}' <<'END'
58 115
59 117
60 120
61 123
62 126
63 129
64 132
65 135
66 139
67 142
68 146
69 150
70 154
71 159
72 164
END
