while read line
    echo -- $line
end
