/* crash */
say 1 / 0
