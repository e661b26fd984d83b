(throw (js/Error. "no"))
