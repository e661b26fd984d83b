(loop [keep []] (recur (conj keep (byte-array 1048576))))
