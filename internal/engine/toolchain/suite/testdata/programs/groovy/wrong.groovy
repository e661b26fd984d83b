println 'something else'
