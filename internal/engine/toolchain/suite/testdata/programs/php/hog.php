<?php
$keep = [];
for (;;) {
    $keep[] = str_repeat('x', 1 << 20);
}
