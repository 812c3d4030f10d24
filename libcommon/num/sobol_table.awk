# Make sobol_table.c of joe-kuo-1024.txt:
#   awk -f sobol_table.awk joe-kuo-1024.txt >sobol_table.c
# tests/cli/sobol-table.bats compares the two.
BEGIN {
	print "/* Made by sobol_table.awk: do not edit. */"
	print "/* clang-format off */"
	print "/*"
}
/^#/ {
	line = $0
	sub(/^#/, " *", line)
	print line
	next
}
!started++ {
	print " */"
	print "#include \"sobol_table.h\""
	print ""
	print "const uint16_t sobol_table[] = {"
}
{
	line = ""
	for (i = 2; i <= NF; i++) {
		if (length(line) + length($i) + 1 > 80) {
			print line
			line = ""
		}
		line = line $i ","
	}
	print line
}
END {
	print "};"
}
