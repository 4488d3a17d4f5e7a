// Sources in canonical form: without comments, formatted by Prettier; and what is in them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { format, version } from 'prettier';

import { partOf } from './program.mjs';
import { ACORN, parsed, walk } from './syntax.mjs';

const LANGUAGE = join(import.meta.dirname, '..');
// What was broken into lines by hand is joined again where it fits, as skip_magic_trailing_comma does in Python.
const STYLE = { parser: 'acorn', printWidth: 80, objectWrap: 'collapse' };

function withoutComments(source) {
  let text = '';
  let from = 0;
  for (const { start, end } of parsed(source).comments) {
    text += `${source.slice(from, start)} `;
    from = end;
  }
  return text + source.slice(from);
}

// A template is one token, whatever stands in it: so is a formatted string to Python's lexer.
function countTokens({ tree, tokens }) {
  const templates = [];
  walk(tree, (node) => {
    if (node.type !== 'TemplateLiteral') return true;
    templates.push(node);
    return false;
  });
  const isWithin = (token) => templates.some(({ start, end }) => token.start >= start && token.end <= end);
  return tokens.filter((token) => !isWithin(token)).length + templates.length;
}

const ALWAYS_BRACED = ['BlockStatement', 'ClassBody', 'SwitchStatement', 'StaticBlock'];
const BODIES = ['body', 'consequent', 'alternate'];
const HOLDERS = [
  'IfStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement',
];

// A body that is a single statement needs no braces; `else if` is not a body of its own.
function isBareBody(node, parent, role) {
  if (!HOLDERS.includes(parent?.type) || !BODIES.includes(role)) return false;
  return node.type !== 'BlockStatement' && !(role === 'alternate' && node.type === 'IfStatement');
}

function countBlocks({ tree }) {
  let braced = 0;
  let bare = 0;
  walk(tree, (node, parent, role) => {
    if (ALWAYS_BRACED.includes(node.type)) braced += 1;
    else if (isBareBody(node, parent, role)) bare += 1;
  });
  return { blocks: braced + bare, braced_blocks: braced };
}

async function readingOf(parts) {
  const texts = await Promise.all(parts.map(({ text }) => format(withoutComments(text), STYLE)));
  const syntax = texts.map(parsed);
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  const blocks = syntax.map(countBlocks);
  return {
    tools: `prettier ${version}, ${ACORN}`,
    sources: parts.map(({ path }) => path.slice(LANGUAGE.length + 1)),
    text: texts.join(''),
    tokens: sum(syntax.map(countTokens)),
    blocks: sum(blocks.map((each) => each.blocks)),
    braced_blocks: sum(blocks.map((each) => each.braced_blocks)),
  };
}

export const programOf = (kernel, flavour) => readingOf([partOf(join(LANGUAGE, 'kernels', `${kernel}.mjs`), flavour)]);

export const filesOf = (paths) => readingOf(paths.map((path) => {
  const whole = join(LANGUAGE, path);
  return { path: whole, text: readFileSync(whole, 'utf8') };
}));
