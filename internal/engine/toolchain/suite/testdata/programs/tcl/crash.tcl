error "no"
