// K14: Fibonacci numbers by double recursion: the cost of a call, and of little else.

const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));

export const sizes = { from: 1, to: 45 };

export const prepare = (n) => n;

export const run = (n) => fib(n);

export const line = (number) => String(number);

export const flavours = { same: { tag: 'pure_script', prepare, run, line } };
