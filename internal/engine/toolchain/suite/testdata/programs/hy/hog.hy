(setv keep [])
(while True (.append keep (bytearray (* b"x" 1048576))))
