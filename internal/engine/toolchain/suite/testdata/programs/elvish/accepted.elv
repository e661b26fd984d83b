each {|line| echo $line }
