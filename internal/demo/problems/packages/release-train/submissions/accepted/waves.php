<?php
$numbers = array_map('intval', preg_split('/\s+/', trim(stream_get_contents(STDIN))));
[$n, $m] = $numbers;
$takes = array_slice($numbers, 2, $n);
$after = array_fill(0, $n, []);
$waits = array_fill(0, $n, 0);
for ($i = 0; $i < $m; $i++) {
    $x = $numbers[2 + $n + 2 * $i] - 1;
    $y = $numbers[3 + $n + 2 * $i] - 1;
    $after[$x][] = $y;
    $waits[$y]++;
}
$order = array_keys($waits, 0);
$begin = array_fill(0, $n, 0);
for ($k = 0; $k < count($order); $k++) {
    $x = $order[$k];
    foreach ($after[$x] as $y) {
        $begin[$y] = max($begin[$y], $begin[$x] + $takes[$x]);
        if (--$waits[$y] === 0) {
            $order[] = $y;
        }
    }
}
if (count($order) < $n) {
    echo "stuck\n";
    exit;
}
$tail = array_fill(0, $n, 0);
foreach (array_reverse($order) as $x) {
    foreach ($after[$x] as $y) {
        $tail[$x] = max($tail[$x], $tail[$y]);
    }
    $tail[$x] += $takes[$x];
}
$done = max($tail);
$critical = 0;
foreach ($tail as $x => $t) {
    $critical += $begin[$x] + $t === $done ? 1 : 0;
}
echo "$done\n$critical\n";
