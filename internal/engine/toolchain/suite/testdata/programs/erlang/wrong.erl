-module(main).
-export([main/0]).

main() -> io:format("something else~n").
