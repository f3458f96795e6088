import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

/** What runs on a kiosk; `hub/index.js` does not. */
const KIOSK_PROGRAMS = ['index', 'host', 'cli', 'analyst', 'transcriber'].map((name) => `out/main/${name}.js`);
const QUOTED = /(["'`])([^"'`\s$]+)\1/g;

const Names = z.record(z.string(), z.string()).default({});
const LockedPackage = z.object({
  dev: z.boolean().default(false),
  dependencies: Names,
  optionalDependencies: Names,
  peerDependencies: Names,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().default(false) })).default({}),
});
const Lockfile = z.object({ packages: z.record(z.string(), LockedPackage) });
type Locked = z.infer<typeof Lockfile>['packages'];

const quotedIn = (source: string): string[] => [...source.matchAll(QUOTED)].map((match) => match[2] ?? '');

/** Every quoted text in the built kiosk: its own files are followed from the programs. */
function quotedInKiosk(root: string): Set<string> {
  const quoted = new Set<string>();
  const waiting = KIOSK_PROGRAMS.map((file) => join(root, file));
  const seen = new Set(waiting);
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const text of quotedIn(readFileSync(file, 'utf8'))) {
      quoted.add(text);
      const next = resolve(dirname(file), text);
      if (/^\.\.?\//.test(text) && /\.[cm]?js$/.test(text) && !seen.has(next) && existsSync(next)) {
        if (!statSync(next).isFile()) continue;
        seen.add(next);
        waiting.push(next);
      }
    }
  }
  return quoted;
}

/** Where Node finds `name` from a package at `from`, both as paths of the lockfile. */
function resolveLocked(packages: Locked, from: string, name: string): string | null {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (at === '') return null;
  }
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/**
 * Names of the production packages that nothing in the built kiosk loads: head office's server and whatever only that needs.
 * A package counts as loaded when its name stands in the kiosk's built code as a text of its own, and with it all it depends on.
 *
 * @param root folder with package.json, package-lock.json and a complete build in `out/`
 * @throws when `out/` is not built
 */
export function packagesNotOfKiosk(root: string): string[] {
  const { packages } = Lockfile.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const quoted = quotedInKiosk(root);
  const packagesQuoted = new Set(
    [...quoted].map((text) =>
      text
        .split('/')
        .slice(0, text.startsWith('@') ? 2 : 1)
        .join('/'),
    ),
  );
  const direct = Object.keys(packages['']?.dependencies ?? {}).filter((name) => packagesQuoted.has(name));
  const needed = new Set<string>();
  const need = (from: string, names: readonly string[]) => {
    for (const name of names) {
      const path = resolveLocked(packages, from, name);
      const found = path === null ? undefined : packages[path];
      if (path === null || found === undefined || needed.has(path)) continue;
      needed.add(path);
      const peers = Object.keys(found.peerDependencies).filter(
        (peer) => found.peerDependenciesMeta[peer]?.optional !== true,
      );
      need(path, [...Object.keys({ ...found.dependencies, ...found.optionalDependencies }), ...peers]);
    }
  };
  need('', direct);
  const namesNeeded = new Set([...needed].map(nameOf));
  const names = Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev && !namesNeeded.has(nameOf(path)))
    .map(([path]) => nameOf(path));
  return [...new Set(names)].toSorted();
}
