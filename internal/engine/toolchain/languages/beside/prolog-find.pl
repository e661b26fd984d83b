% Prints the first of the files that has a clause of main/0.
main :-
    current_prolog_flag(argv, Arguments),
    (   member(File, Arguments), starts(File)
    ->  writeln(File)
    ;   true
    ).

starts(File) :-
    catch(setup_call_cleanup(open(File, read, Stream), finds(Stream), close(Stream)), _, fail).

finds(Stream) :-
    read_term(Stream, Term, []),
    (   Term == end_of_file
    ->  fail
    ;   ( Term == main ; nonvar(Term), Term = (Head :- _), Head == main )
    ->  true
    ;   finds(Stream)
    ).
