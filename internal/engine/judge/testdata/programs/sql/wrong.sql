SELECT 'something else';
