main :: IO ()
main = print (length (filter (< 0) (iterate (\n -> (n * 5 + 1) `mod` 1000003) (1 :: Int))))
