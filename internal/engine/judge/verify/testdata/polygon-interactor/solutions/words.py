print('many', flush=True)
