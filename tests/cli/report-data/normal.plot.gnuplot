$trials << EOD
1 0.081
2 0.0625
3 0.044
5 0.0625
6 0.021
7 0.9
8 0.021
EOD
$better << EOD
1 0.081
2 0.0625
3 0.044
6 0.021
EOD
$best << EOD
1 0.081
2 0.0625
3 0.044
6 0.021
12 0.021
EOD
$failed << EOD
4
10
EOD
set encoding utf8
set title 'digits' noenhanced font ',17'
set xlabel 'trial' noenhanced
set ylabel 'error' noenhanced
set xrange [0.39:12.61]
set yrange [-0.05811:0.94395]
set y2range [0:1]
set tics nomirror
set border 3 linecolor '#8a8a8a'
set tics out textcolor '#444444'
set grid ytics linetype 1 linecolor '#e6e6e6'
set bmargin 5.6
set key at screen 0.5, 0.03 center center horizontal
failed = 0.04
pruned = 0.025
plot $trials using 1:2 title 'trial' with points pointtype 7 pointsize 0.6 linecolor '#9dbde3', \
    $failed using 1:(failed) axes x1y2 title 'failed' with impulses linewidth 2 linecolor '#d1495b', \
    $best using 1:2 title 'best so far' with steps linewidth 3 linecolor '#1b4f8f', \
    $better using 1:2 notitle with points pointtype 7 pointsize 0.6 linecolor '#1b4f8f'
