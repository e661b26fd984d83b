fail no
