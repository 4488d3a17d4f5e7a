// Fills the cache that installs are measured from, by installing each application once from the network with each tool,
// and keeps what came of it: every measured install must be the same. Leaves alone what is there. ./scripts/setup calls
// it; leaves with 1 when a tool could not be had, or could not install.

import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { addressedLockOf, CACHE, digestOf, lockOf, readRecord, recordOf, TOOLS } from './tools.mjs';
import { differenceBetween, packagesIn, packagesOf, treeDigest } from './tree.mjs';

function write(file, content) {
  writeFileSync(`${file}.new`, JSON.stringify(content));
  renameSync(`${file}.new`, file);
}

// The lock as it is, and where each package is to be had.
function addAddresses(app, registry) {
  const lock = JSON.parse(readFileSync(lockOf(app)));
  for (const [place, entry] of Object.entries(lock.packages)) {
    const name = place.replace(/^.*node_modules\//, '');
    if (place !== '') entry.resolved = `${registry}${name}/-/${name.replace(/^.*\//, '')}-${entry.version}.tgz`;
  }
  write(addressedLockOf(app), lock);
}

function fill(name, app) {
  const tool = TOOLS[name];
  if (readRecord(name, app)) return;
  console.log(`setup: filling the cache of ${name} ${tool.version()}`);
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'first-'));
  try {
    tool.prepare(app, folder, lockOf(app));
    const { failure } = tool.installOnline(folder);
    const packages = packagesOf(lockOf(app));
    const wrong = failure ?? differenceBetween(packages, packagesIn(folder));
    if (wrong) throw new Error(wrong);
    addAddresses(app, tool.registry());
    write(recordOf(name, app),
      { lock: digestOf(lockOf(app)), version: tool.version(), packages, tree: treeDigest(folder) });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const name of Object.keys(TOOLS)) {
  try {
    fill(name, 'web');
  } catch (failure) {
    console.error(`setup: ${name}: ${failure.message}`);
    process.exitCode = 1;
  }
}
