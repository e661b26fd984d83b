-module(main).
-export([main/0]).

main() -> hog([]).

hog(Keep) -> hog([lists:seq(1, 100000) | Keep]).
