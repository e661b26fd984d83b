#lang racket/base
(displayln "something else")
