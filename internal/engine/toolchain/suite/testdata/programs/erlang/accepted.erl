-module(main).
-export([main/0]).

main() ->
    io:setopts([{encoding, unicode}, binary]),
    echo().

echo() ->
    case io:get_line("") of
        eof -> ok;
        Line -> io:put_chars(Line), echo()
    end.
