// @ts-check
// Every npm script comes through here. Runs on any Node >= 18 with nothing installed:
// 1. installs what the lockfile names, 2. continues under the pinned Node, 3. does the task.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const callerDirectory = process.env['INIT_CWD'] ?? process.cwd();
process.chdir(root);
const WANTED_NODE_MAJOR = 24;

/** @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
function run(command, args, env = process.env) {
  const result = spawnSync(command, args, { stdio: 'inherit', env });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/** Installs from the lockfile when it, or package.json, changed since the last time. */
function install() {
  const stamp = join(root, 'node_modules', '.installed');
  const wanted = createHash('sha256')
    .update(readFileSync('package-lock.json'))
    .update(readFileSync('package.json'))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing dependencies (about a minute, first run only) …');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  const status = npm?.endsWith('.js')
    ? run(process.env['npm_node_execpath'] ?? process.execPath, [npm, ...args])
    : run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
  if (status !== 0) {
    console.error('Installing failed. Check the connection to the npm registry, then run the same command again.');
    process.exit(status);
  }
  writeFileSync(stamp, wanted);
}

/** The Node to go on with: this one when new enough, else the copy the lockfile pins. */
function pinnedNode() {
  if (Number(process.versions.node.split('.')[0]) >= WANTED_NODE_MAJOR) return process.execPath;
  const os = process.platform === 'win32' ? 'win' : process.platform;
  const file = join(root, 'node_modules', `node-${os}-${process.arch}`, 'bin', os === 'win' ? 'node.exe' : 'node');
  if (existsSync(file)) return file;
  console.error(
    `Node ${WANTED_NODE_MAJOR} or newer is needed; this is ${process.version} and no copy is bundled for ${process.platform}/${process.arch}.`,
  );
  process.exit(1);
}

/** Newest modification time below a folder, in ms since 1970. @param {string} path @returns {number} */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}

const BUILD_INPUTS = [
  'shared',
  'assessment',
  'connectors',
  'main',
  'preload',
  'renderer',
  'hub',
  'models',
  'resources',
  'electron.vite.config.ts',
  'package-lock.json',
];
const buildStamp = join(root, 'out', '.built');

/** True when nothing that goes into out/ is newer than the last complete build. */
function isBuilt() {
  const built = statSync(buildStamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return built > 0 && BUILD_INPUTS.every((input) => newest(input) <= built);
}

const ELECTRON_VITE = 'node_modules/electron-vite/bin/electron-vite.js';
const build = [['scripts/vision-model.ts'], [ELECTRON_VITE, 'build', '--logLevel', 'warn']];
const lint = [
  ['node_modules/typescript/bin/tsc', '-b'],
  ['node_modules/oxlint/bin/oxlint', '--quiet'],
  ['node_modules/oxfmt/bin/oxfmt', '--check'],
  ['scripts/check-rooms.ts'],
  ['node_modules/knip/bin/knip.js', '--no-progress'],
];
const unit = [['node_modules/vitest/vitest.mjs', 'run']];
const e2e = [['node_modules/@playwright/test/cli.js', 'test']];
// what is measured in real time has the machine to itself; the rest follows, two at a time
const e2eInTurn = [['live'], ['walks'], ['shells', 'drawn']].map((projects) => [
  'node_modules/@playwright/test/cli.js',
  'test',
  ...projects.map((project) => `--project=${project}`),
]);
/** What the steps of a test want to be read at its end: what was left out, skipped, or passed only when tried again. */
const told = join(root, 'node_modules', '.cache', 'tests-told.txt');
const systemPackages = [['scripts/system-packages.ts']];

const wholeTest = [...systemPackages, ...lint, ...unit, ...e2eInTurn];

/** `env`: what its programs are told besides. @type {Record<string, { build: boolean, steps: string[][], env?: NodeJS.ProcessEnv }>} */
const tasks = {
  build: { build: true, steps: [] },
  start: { build: true, steps: [['scripts/start.ts']] },
  anteroom: { build: true, steps: [['out/main/cli.js']] },
  dist: { build: true, steps: [['scripts/dist.ts']] },
  lint: { build: false, steps: lint },
  format: { build: false, steps: [['node_modules/oxfmt/bin/oxfmt']] },
  unit: { build: false, steps: unit },
  e2e: { build: true, steps: e2e },
  bench: { build: true, steps: [['bench/run.ts']] },
  faults: { build: false, steps: [['tests/faults/run.ts']] },
  endurance: { build: true, steps: [['tests/endurance/run.ts']] },
  'test:odoo': { build: false, steps: [['scripts/test-odoo.ts']] },
  'faults:sync': { build: false, steps: [['tests/sync/run.ts']] },
  test: { build: true, steps: wholeTest, env: { ANTEROOM_TESTS: 'quick', ANTEROOM_TESTS_TOLD: told } },
  'test:all': { build: true, steps: wholeTest, env: { ANTEROOM_TESTS: 'all', ANTEROOM_TESTS_TOLD: told } },
  node: { build: false, steps: [['-e', 'console.log(process.version, process.execPath)']] },
};

const [name = 'start', ...rest] = process.argv.slice(2);
const task = tasks[name];
if (!task) {
  console.error(`Unknown task "${name}". Known: ${Object.keys(tasks).join(', ')}.`);
  process.exit(2);
}
install();
const node = pinnedNode();
const env = {
  ...process.env,
  ...task.env,
  ANTEROOM_CALLER_DIRECTORY: callerDirectory,
  PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
};

/** The last step takes this program's place: same terminal, same signals, same exit code. @param {string[]} args */
function become(args) {
  const child = spawn(node, args, { stdio: 'inherit', env });
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => void child.kill(signal));
  }
  child.once('exit', (code) => process.exit(code ?? 1));
}

/** @param {string[][]} steps */
function runAll(steps) {
  for (const step of steps) {
    const status = run(node, step, env);
    if (status !== 0) process.exit(status);
  }
}

if (task.build && !isBuilt()) {
  runAll(build);
  writeFileSync(buildStamp, new Date().toISOString());
}
if (task.steps === wholeTest) {
  mkdirSync(dirname(told), { recursive: true });
  rmSync(told, { force: true });
  process.once('exit', () => {
    if (existsSync(told)) console.error(`\n${'─'.repeat(80)}\nRead this too:\n${readFileSync(told, 'utf8')}`);
  });
  runAll([...wholeTest.slice(0, -1), [...(wholeTest.at(-1) ?? []), ...rest]]);
  process.exit(0);
}
const last = task.steps.at(-1);
runAll(task.steps.slice(0, -1));
if (last) become([...last, ...rest]);
