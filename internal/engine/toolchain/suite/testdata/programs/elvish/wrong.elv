echo 'something else'
