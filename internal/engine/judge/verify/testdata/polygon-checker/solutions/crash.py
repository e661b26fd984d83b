raise ValueError('never')
