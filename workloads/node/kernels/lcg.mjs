// The data of every kernel: s ← 1664525·s + 1013904223 modulo 2³², the same draws in every language.

export function lcg(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state;
  };
}
