local n = 0
while true do n = (n + 1) % 1000 end
