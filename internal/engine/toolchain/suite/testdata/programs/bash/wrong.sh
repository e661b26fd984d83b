echo something else
