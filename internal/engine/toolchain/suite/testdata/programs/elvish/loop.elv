while $true { nop }
