echo $missing
