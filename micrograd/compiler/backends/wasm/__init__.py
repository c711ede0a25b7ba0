"""WebAssembly as bytes: an assembler, the operations on one number or on two at once, and functions of mathematics."""
