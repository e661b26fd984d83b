% Prints the first of the files whose module exports main/0: an expression for -eval.
Mains = fun({attribute, _, export, Functions}) -> lists:member({main, 0}, Functions);
           ({attribute, _, compile, Options}) -> lists:member(export_all, lists:flatten([Options]));
           (_) -> false
        end,
Starts = fun(File) ->
             case epp:parse_file(File, []) of
                 {ok, Forms} -> lists:any(Mains, Forms) andalso lists:any(fun({function, _, main, 0, _}) -> true; (_) -> false end, Forms);
                 _ -> false
             end
         end,
case lists:filter(Starts, init:get_plain_arguments()) of
    [First | _] -> io:format("~ts~n", [First]);
    [] -> ok
end,
halt(0).
