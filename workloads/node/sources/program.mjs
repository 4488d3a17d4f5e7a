// Of a kernel's module, what one flavour of it is: the definitions that can be reached from its run(). What else stands
// there (its input, its printed line, other flavours) is there to measure it.

import { readFileSync } from 'node:fs';

import { parsed, walk } from './syntax.mjs';

const WITH_A_NAME = ['FunctionDeclaration', 'ClassDeclaration'];

function boundIn(pattern) {
  const names = [];
  walk(pattern, (node, parent, role) => {
    if (node.type === 'Identifier' && !(parent?.type === 'Property' && role === 'key')) names.push(node.name);
  });
  return names;
}

// The names that a statement of a module gives something to.
function namesOf(statement) {
  const inner = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (inner?.type === 'VariableDeclaration') return inner.declarations.flatMap(({ id }) => boundIn(id));
  if (WITH_A_NAME.includes(inner?.type)) return [inner.id.name];
  if (inner?.type === 'ImportDeclaration') return inner.specifiers.map(({ local }) => local.name);
  throw new Error(`a module of kernels has a ${statement.type} at its top, and nobody knows who needs it`);
}

const isNameOfAMember = (node, parent, role) => !parent?.computed &&
  ((parent?.type === 'MemberExpression' && role === 'property') ||
   (['Property', 'MethodDefinition', 'PropertyDefinition'].includes(parent?.type) && role === 'key'));

function usedIn(statement) {
  const names = new Set();
  walk(statement, (node, parent, role) => {
    if (node.type === 'Identifier' && !isNameOfAMember(node, parent, role)) names.add(node.name);
  });
  return names;
}

function rootsOf(statements, flavour) {
  const table = statements.find((statement) => namesOf(statement).includes('flavours'));
  const flavours = table.declaration.declarations[0].init.properties;
  const named = (name) => flavours.find(({ key }) => key.name === name);
  // Where a native speaker would write the same, there is no idiom.
  const entry = named(flavour) ?? named('same');
  const run = entry.value.properties.find(({ key }) => key.name === 'run');
  return usedIn(run.value);
}

function reachedFrom(roots, statements) {
  const reached = new Set();
  const names = [...roots];
  while (names.length > 0) {
    const name = names.pop();
    const statement = statements.find((each) => namesOf(each).includes(name));
    if (!statement || reached.has(statement)) continue;
    reached.add(statement);
    names.push(...usedIn(statement));
  }
  return statements.filter((statement) => reached.has(statement));
}

export function partOf(path, flavour) {
  const source = readFileSync(path, 'utf8');
  const statements = parsed(source).tree.body;
  const kept = reachedFrom(rootsOf(statements, flavour), statements);
  return { path, text: kept.map(({ start, end }) => source.slice(start, end)).join('\n\n') };
}
