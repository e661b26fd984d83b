keep = [] of Bytes
while true
  keep << Bytes.new(1 << 20, 1_u8)
end
