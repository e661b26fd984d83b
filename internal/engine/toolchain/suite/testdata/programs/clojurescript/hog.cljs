(loop [keep []] (recur (conj keep (js/Buffer.alloc 1048576 1))))
