@main def Main() =
  var n = 0
  while true do n += 1
