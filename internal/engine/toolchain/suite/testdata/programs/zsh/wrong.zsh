print something else
