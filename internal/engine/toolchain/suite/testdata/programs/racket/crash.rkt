#lang racket/base
(error "no")
