// The package managers that are measured, and the cache they install from. ./scripts/setup fills it (fill.mjs).

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const HERE = import.meta.dirname;
export const CACHE = join(HERE, '../.installs');
const NPM = join(CACHE, 'tools/node_modules/npm');

// Scripts of packages stay off: nothing of theirs is the tool's work. So do the questions that npm asks the registry
// beside what it installs, which without a network would fail.
const NPM_CI = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error',
  '--logs-max=0', `--cache=${join(CACHE, 'npm')}`];

export const lockOf = (app) => join(HERE, app, 'package-lock.json');
// The same with the address of each package, as npm writes it where it is not told to leave that out: without it npm
// reads all that is known of a package to find its address out.
export const addressedLockOf = (app) => join(CACHE, `${app}-lock.json`);
export const recordOf = (tool, app) => join(CACHE, `${tool}-${app}.json`);

function run(words, folder, environment) {
  const done = spawnSync(process.execPath, ['--import', pathToFileURL(join(HERE, 'usage.mjs')).href, ...words], {
    cwd: folder, env: environment, stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const used = done.output?.[3]?.length > 0 ? JSON.parse(done.output[3]) : { cpuNs: 0, peakKib: 0 };
  if (done.status === 0) return used;
  const complaint = done.error?.message ?? done.stderr.toString().trim().split('\n')[0];
  return { ...used, failure: `it ended with ${done.signal ?? done.status}: ${complaint}` };
}

export const TOOLS = {
  npm: {
    version: () => JSON.parse(readFileSync(join(NPM, 'package.json'))).version,
    prepare(app, folder, lock = addressedLockOf(app)) {
      copyFileSync(join(HERE, app, 'package.json'), join(folder, 'package.json'));
      copyFileSync(lock, join(folder, 'package-lock.json'));
    },
    // Nothing of the user's settings: who is at home in the folder has none.
    install: (folder) => run([join(NPM, 'bin/npm-cli.js'), ...NPM_CI, '--offline'], folder,
      { HOME: folder, PATH: dirname(process.execPath) }),
    // With them: they may say where packages are to be had.
    installOnline: (folder) => run([join(NPM, 'bin/npm-cli.js'), ...NPM_CI], folder, process.env),
    registry: () => execFileSync(process.execPath, [join(NPM, 'bin/npm-cli.js'), 'config', 'get', 'registry'],
      { encoding: 'utf8' }).trim().replace(/\/*$/, '/'),
  },
};

export const digestOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

// What fill.mjs found when it installed the application; null when that was another lock, or version of the tool.
export function readRecord(tool, app) {
  try {
    const record = JSON.parse(readFileSync(recordOf(tool, app)));
    return record.lock === digestOf(lockOf(app)) && record.version === TOOLS[tool].version() ? record : null;
  } catch {
    return null;
  }
}
