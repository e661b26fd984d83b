let () = print_endline "something else"
