main :: IO ()
main = putStrLn "something else"
