/* wrong */
say 'something else'
