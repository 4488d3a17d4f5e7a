// What became of an install: which packages are there, in which versions, and a digest of every file of theirs.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

function versionIn(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'))).version;
  } catch {
    return 'no version';
  }
}

// By place, "node_modules/a/node_modules/b", as a lock has them.
export function packagesIn(root, folder = 'node_modules', found = {}) {
  if (!existsSync(join(root, folder))) return found;
  for (const name of readdirSync(join(root, folder))) {
    const place = `${folder}/${name}`;
    if (name.startsWith('.')) continue; // npm's own
    if (name.startsWith('@')) {
      packagesIn(root, place, found);
    } else {
      found[place] = versionIn(join(root, place));
      packagesIn(root, `${place}/node_modules`, found);
    }
  }
  return found;
}

export function packagesOf(lock) {
  const places = Object.entries(JSON.parse(readFileSync(lock)).packages).filter(([place]) => place !== '');
  return Object.fromEntries(places.map(([place, { version }]) => [place, version]));
}

// Of what npm writes about the tree into the tree only that it is there.
const isOfTheTool = (path) => path === 'node_modules/.package-lock.json';

// Links by where they point to, files by their content and whether they can be executed, folders by what is in them.
export function treeDigest(root) {
  const hash = createHash('sha256');
  const entries = readdirSync(join(root, 'node_modules'), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => ({ path: relative(root, join(entry.parentPath, entry.name)), isLink: entry.isSymbolicLink() }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, isLink } of entries) {
    const content = isLink ? Buffer.from(readlinkSync(join(root, path)))
      : isOfTheTool(path) ? Buffer.alloc(0) : readFileSync(join(root, path));
    const kind = isLink ? 'link' : statSync(join(root, path)).mode & 0o100 ? 'program' : 'file';
    hash.update(`${kind} ${content.length} ${path}\0`).update(content);
  }
  return hash.digest('hex');
}

export function differenceBetween(locked, found) {
  for (const [place, version] of Object.entries(locked)) {
    if (found[place] !== version) return `${place} is ${found[place] ?? 'missing'}, locked is ${version}`;
  }
  const more = Object.keys(found).find((place) => !Object.hasOwn(locked, place));
  return more ? `${more} ${found[more]} is not locked` : null;
}

// Null when the folder has what the lock says and every byte of the install that the record was made from.
export function whatIsWrong(folder, record) {
  const difference = differenceBetween(record.packages, packagesIn(folder));
  if (difference) return difference;
  const digest = treeDigest(folder);
  return digest === record.tree ? null : `the tree is ${digest}, that of the first install was ${record.tree}`;
}
