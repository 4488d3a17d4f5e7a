// K5: allocation. Many short-lived perfect binary trees are built and counted while one long-lived tree stays.

class Node {
  constructor(left, right) {
    this.left = left;
    this.right = right;
  }
}

const build = (depth) => (depth > 0 ? new Node(build(depth - 1), build(depth - 1)) : new Node(null, null));

const count = (tree) => (tree.left === null ? 1 : 1 + count(tree.left) + count(tree.right));

export const sizes = { from: 1, to: 20 };

export const prepare = (n) => n;

export function run(n) {
  const deepest = Math.max(6, n);
  const counts = [count(build(deepest + 1))];
  const longLived = build(deepest);
  for (let depth = 4; depth <= deepest; depth += 2) {
    const trees = 2 ** (deepest - depth + 4);
    let nodes = 0;
    for (let i = 0; i < trees; i++) nodes += count(build(depth));
    counts.push(nodes);
  }
  counts.push(count(longLived));
  return counts;
}

export const line = (counts) => counts.join(' ');

export const flavours = { same: { tag: 'pure_script', prepare, run, line } };
