puts "something else"
