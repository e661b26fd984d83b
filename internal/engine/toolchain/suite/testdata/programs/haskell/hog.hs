main :: IO ()
main = do
  let keep = [1 .. 1000000000] :: [Integer]
  print (sum keep)
  print (length keep)
