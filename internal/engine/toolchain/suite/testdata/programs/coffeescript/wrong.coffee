console.log 'something else'
