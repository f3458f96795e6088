import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'vite';

/** One breach of a rule, or with `isWarning` something to watch. */
export interface Breach {
  readonly file: string;
  readonly message: string;
  readonly isWarning?: boolean;
}

export interface RuleResult {
  /** What was looked at, for the summary. */
  readonly checked: string;
  readonly breaches: readonly Breach[];
}

const MAX_README_LINES = 10;
const MAX_LINES = 600;
const MANY_LINES = 400;
const SINGLE_ROOMS = [
  'shared',
  'assessment',
  'preload',
  'renderer',
  'connectors',
  'hub',
  'models',
  'resources',
  'tests',
  'bench',
];
const CODE = '{shared,assessment,main,preload,renderer,connectors,hub,scripts,tests,bench}/**/*.{ts,tsx}';
/** What only a `*.native.ts` file, a child's entry, a test or a script may load. */
const NATIVE_MODULES: ReadonlySet<string> = new Set([
  'better-sqlite3',
  'onnxruntime-node',
  'sherpa-onnx-node',
  'node-record-lpcm16',
  'node:child_process',
  'child_process',
]);
const MAY_LOAD_NATIVE =
  /\.native\.ts$|^main\/children\/|^scripts\/|^tests\/|^bench\/|\.(test|conformance|fake)\.tsx?$|\.spec\.ts$/;
/** Attributes whose value a person reads or hears. */
const SPOKEN_ATTRIBUTES: ReadonlySet<string> = new Set([
  'aria-label',
  'alt',
  'title',
  'placeholder',
  'label',
  'description',
]);
const LETTER = /\p{L}/u;
/** The product's name, addresses and HTML's names of signs are the same in every language. */
const SAME_EVERYWHERE = /^Anteroom$|https?:\/\/\S*|&\w+;/g;
const HAN = /\p{Script=Han}/u;

const lineCount = (text: string) => text.trimEnd().split('\n').length;
const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length;
const files = (root: string, pattern: string) => globSync(pattern, { cwd: root }).toSorted();

/** Every room says in at most ten lines what lives there. */
export function checkReadmes(root: string): RuleResult {
  const rooms = [...SINGLE_ROOMS, ...files(root, 'main/*/').map((folder) => folder.replace(/\/$/, ''))];
  const breaches = rooms.flatMap((room): Breach[] => {
    const file = `${room}/README.md`;
    if (!existsSync(join(root, file))) return [{ file, message: 'every room has a README' }];
    const lines = lineCount(readFileSync(join(root, file), 'utf8'));
    return lines > MAX_README_LINES
      ? [{ file, message: `${lines} lines; a room's README has at most ${MAX_README_LINES}` }]
      : [];
  });
  return { checked: `${rooms.length} rooms have a README of at most ${MAX_README_LINES} lines`, breaches };
}

/** Addons and processes are loaded where bare Node never gets by accident. Types may be imported anywhere. */
export function checkNativeImports(root: string): RuleResult {
  const code = files(root, CODE).filter((file) => !MAY_LOAD_NATIVE.test(file));
  const breaches = code.flatMap((file): Breach[] => {
    const { module } = parseSync(file, readFileSync(join(root, file), 'utf8'));
    const loaded = module.staticImports
      .filter(({ entries }) => entries.length === 0 || entries.some((entry) => !entry.isType))
      .map(({ moduleRequest }) => moduleRequest.value);
    return loaded
      .filter((name) => NATIVE_MODULES.has(name))
      .map((name) => ({ file, message: `loads ${name}; that belongs in a *.native.ts file` }));
  });
  return { checked: `${code.length} files load no addon and start no process`, breaches };
}

/** A file that grew too long does more than one thing. */
export function checkLengths(root: string): RuleResult {
  const code = files(root, CODE);
  const breaches = code.flatMap((file): Breach[] => {
    const lines = lineCount(readFileSync(join(root, file), 'utf8'));
    if (lines > MAX_LINES) return [{ file, message: `${lines} lines; at most ${MAX_LINES}` }];
    return lines > MANY_LINES ? [{ file, message: `${lines} lines`, isWarning: true }] : [];
  });
  return { checked: `${code.length} files have at most ${MAX_LINES} lines`, breaches };
}

/** Text written into a screen instead of the locale files, as `line: text`. */
export function findScreenText(file: string, source: string): string[] {
  const found: string[] = [];
  const report = (offset: number, text: string) =>
    found.push(`line ${lineAt(source, offset)}: ${text.trim().slice(0, 40)}`);
  const isText = (value: string) => LETTER.test(value.trim().replaceAll(SAME_EVERYWHERE, ''));
  const keyCaps: { start: number; end: number }[] = [];
  new Visitor({
    JSXElement({ openingElement: { name }, start, end }) {
      // what is printed on a key of the keyboard
      if (name.type === 'JSXIdentifier' && name.name === 'kbd') keyCaps.push({ start, end });
    },
    JSXText({ value, start }) {
      if (isText(value) && !keyCaps.some((cap) => cap.start < start && start < cap.end)) report(start, value);
    },
    JSXAttribute({ name, value }) {
      if (name.type !== 'JSXIdentifier' || !SPOKEN_ATTRIBUTES.has(name.name)) return;
      if (
        value?.type === 'Literal' &&
        typeof value.value === 'string' &&
        isText(value.value) &&
        !HAN.test(value.value)
      ) {
        report(value.start, value.value);
      }
    },
    Literal({ value, start }) {
      if (typeof value === 'string' && HAN.test(value)) report(start, value);
    },
    TemplateElement({ value, start }) {
      if (HAN.test(value.raw)) report(start, value.raw);
    },
  }).visit(parseSync(file, source).program);
  return found;
}

/** What a person reads comes from the locale files, so that every language has it. */
export function checkScreenText(root: string): RuleResult {
  const screens = files(root, 'renderer/**/*.{ts,tsx}').filter(
    (file) => !file.startsWith('renderer/i18n/') && !/\.(test|fake)\.tsx?$/.test(file),
  );
  const breaches = screens.flatMap((file) =>
    findScreenText(file, readFileSync(join(root, file), 'utf8')).map((message) => ({
      file,
      message: `${message} — belongs in resources/locales`,
    })),
  );
  return { checked: `${screens.length} files of the screens hold no text of their own`, breaches };
}
