say 'something else';
