local keep = {}
while true do keep[#keep + 1] = string.rep("x", 2 ^ 20) .. #keep end
