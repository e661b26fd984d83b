global _start

section .text
_start: move rax, 60
