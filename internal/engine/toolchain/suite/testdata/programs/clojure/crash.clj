(throw (ex-info "no" {}))
