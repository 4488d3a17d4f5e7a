// K2: for every permutation of 0 … n-1, how often the first k+1 can be reversed (k the first) until 0 is first.

function countFlips(permutation) {
  const deck = permutation.slice();
  let top = deck[0];
  let flips = 0;
  while (top !== 0) {
    const next = deck[top];
    deck[top] = top;
    for (let low = 1, high = top - 1; low < high; low++, high--) {
      const card = deck[low];
      deck[low] = deck[high];
      deck[high] = card;
    }
    top = next;
    flips++;
  }
  return flips;
}

// Every second permutation swaps the first two; the others follow from the counters. False after the last one.
function advance(permutation, counters, sign) {
  const second = permutation[1];
  if (sign === 1) {
    permutation[1] = permutation[0];
    permutation[0] = second;
    return true;
  }
  permutation[1] = permutation[2];
  permutation[2] = second;
  for (let i = 2; i < permutation.length; i++) {
    if (counters[i] !== 0) {
      counters[i]--;
      return true;
    }
    if (i === permutation.length - 1) break;
    counters[i] = i;
    const moved = permutation[0];
    for (let j = 0; j <= i; j++) permutation[j] = permutation[j + 1];
    permutation[i + 1] = moved;
  }
  return false;
}

export const sizes = { from: 3, to: 12 };

export const prepare = (n) => n;

export function run(n) {
  const permutation = Array.from({ length: n }, (_, i) => i);
  const counters = permutation.slice();
  let checksum = 0;
  let most = 0;
  for (let sign = 1; ; sign = -sign) {
    const flips = countFlips(permutation);
    checksum += sign * flips;
    most = Math.max(most, flips);
    if (!advance(permutation, counters, sign)) return { checksum, most };
  }
}

export const line = ({ checksum, most }) => `${checksum} ${most}`;

export const flavours = { same: { tag: 'pure_script', prepare, run, line } };
