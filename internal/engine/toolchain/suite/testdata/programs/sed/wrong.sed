s/.*/something else/
