const keep: number[][] = [];
for (;;) keep.push(new Array(1 << 17).fill(keep.length));
