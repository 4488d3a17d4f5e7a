// What acorn says of a source: its tree, its tokens, its comments.

import { parse, version } from 'acorn';

export const ACORN = `acorn ${version}`;

export function parsed(source) {
  const tokens = [];
  const comments = [];
  const tree = parse(source, {
    ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true, onToken: tokens, onComment: comments,
  });
  return { tree, tokens: tokens.filter((token) => token.type.label !== 'eof'), comments };
}

const isNode = (value) => typeof value?.type === 'string' && typeof value.start === 'number';

// Calls `visit` with each node from `node` down, and with what holds it and under which name. Where it returns false,
// what lies below is left out.
export function walk(node, visit, parent = null, role = '') {
  if (visit(node, parent, role) === false) return;
  for (const [name, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, node, name);
  }
}
