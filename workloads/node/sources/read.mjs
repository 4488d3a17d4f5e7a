// Reads sources of this folder's parent, and prints what it found as one line of JSON:
//   read.mjs program KERNEL FLAVOUR   a kernel, as far as that flavour of it needs, and what it imports from its folder
//   read.mjs files PATH…              whole files
//   read.mjs lex FILE                 where its tokens are
//   read.mjs try FILE N               does it run? what does each flavour of the kernel in it print for N?
// Paths are relative to that parent, but for FILE. Leaves with 2 when it was asked for something it does not know.

const [task, ...words] = process.argv.slice(2);
const tasks = {
  program: async ([kernel, flavour]) => (await import('./canonical.mjs')).programOf(kernel, flavour),
  files: async (paths) => (await import('./canonical.mjs')).filesOf(paths),
  lex: async ([file]) => (await import('./lexer.mjs')).tokensOf(file),
  try: async ([file, n]) => (await import('./attempt.mjs')).attempt(file, Number(n)),
};
if (!Object.hasOwn(tasks, task)) {
  process.stderr.write(`read.mjs: unknown task '${task}'; known: ${Object.keys(tasks).join(', ')}\n`);
  process.exit(2);
}
process.stdout.write(`${JSON.stringify({ version: process.versions.node, ...await tasks[task](words) })}\n`);
