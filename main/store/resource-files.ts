import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { Job, PracticeItem } from '#shared/job.ts';
import { Pack } from '#shared/pack.ts';
import { Probes } from '#shared/probe.ts';
import { TrainingFile } from '#shared/training.ts';

/** One more thing wrong in a file is listed up to this many times; the first already tells the author where to look. */
const MAX_REASONS = 5;

/** A job, pack, practice or probe file that cannot be used. The message names file, place and reason for the person who edits it. */
export class ResourceFileError extends Error {
  override readonly name = 'ResourceFileError';
  readonly file: string;
  /** Path in the document (`items[2].options[0].text.en`), empty when the file as a whole is unusable. */
  readonly path: string;
  readonly reason: string;

  constructor(file: string, path: string, reason: string, options?: ErrorOptions) {
    super(`${file}: ${path === '' ? '' : `${path}: `}${reason}`, options);
    this.file = file;
    this.path = path;
    this.reason = reason;
  }
}

/** `['items', 2, 'text']` as `items[2].text`. */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

/** Line of the nearest existing node on the path: a missing key has no place of its own. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number | null {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return null;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ResourceFileError(file, '', 'cannot be read; is it there, and may the kiosk read it?', { cause });
  }
}

async function readYaml<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  return valueOf(file, await readText(file), schema);
}

function valueOf<T>(file: string, text: string, schema: z.ZodType<T>): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true });
  const [broken] = document.errors;
  if (broken) throw new ResourceFileError(file, '', `is not YAML: ${broken.message}`, { cause: broken });
  const result = schema.safeParse(document.toJS());
  if (result.success) return result.data;
  const reasons = result.error.issues.slice(0, MAX_REASONS).map(({ path, message }) => {
    const line = lineOf(document, path, lines);
    return { path: pathText(path), text: line === null ? message : `${message} (line ${line})` };
  });
  const [first, ...others] = reasons;
  const rest = others.map(({ path, text }) => `; ${path === '' ? '' : `${path}: `}${text}`).join('');
  throw new ResourceFileError(file, first?.path ?? '', `${first?.text ?? 'is refused'}${rest}`, {
    cause: result.error,
  });
}

/**
 * Reads every job of a folder, in the order of the file names.
 *
 * @throws {ResourceFileError} when the folder or one of its files cannot be used, when a file is not named for its id, or
 * when the folder holds no job.
 */
export async function readJobs(directory: string): Promise<Job[]> {
  let names: string[];
  try {
    names = await readdir(directory);
  } catch (cause) {
    throw new ResourceFileError(directory, '', 'cannot be listed; is it a folder the kiosk may read?', { cause });
  }
  const files = names.filter((name) => /\.ya?ml$/.test(name)).toSorted();
  if (files.length === 0) throw new ResourceFileError(directory, '', 'holds no job file (*.yaml)');
  return await Promise.all(files.map((name) => readNamed(join(directory, name), Job)));
}

/**
 * Every post that comes with the program: those for hiring, then those for people who work here already, which have a folder of their
 * own so that no list of open posts holds one.
 *
 * @throws {ResourceFileError} as {@link readJobs}
 */
export async function readShippedJobs(resourcesDirectory: string): Promise<Job[]> {
  const folders = ['jobs', 'staff-jobs'].map((name) => readJobs(join(resourcesDirectory, name)));
  return (await Promise.all(folders)).flat();
}

/** A file named for its id cannot clash with another, and is found by whoever reads a report. */
async function readNamed<T extends { id: string }>(file: string, schema: z.ZodType<T>): Promise<T> {
  const value = await readYaml(file, schema);
  const name = basename(file).replace(/\.ya?ml$/, '');
  if (value.id !== name) throw new ResourceFileError(file, 'id', `is "${value.id}" but the file is named "${name}"`);
  return value;
}

/**
 * Reads one jurisdiction pack.
 *
 * @throws {ResourceFileError} when there is no such pack or it cannot be used.
 */
export async function readPack(directory: string, id: string): Promise<Pack> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    throw new ResourceFileError(directory, '', `"${id}" is not the id of a pack: lower-case words joined by hyphens`);
  }
  return await readNamed(join(directory, `${id}.yaml`), Pack);
}

/**
 * Reads every jurisdiction pack of a folder, in the order of the file names.
 *
 * @throws {ResourceFileError} when one of them cannot be used.
 */
export async function readPacks(directory: string): Promise<Pack[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.yaml')).toSorted();
  return await Promise.all(names.map((name) => readPack(directory, basename(name, '.yaml'))));
}

/**
 * Reads the unscored practice question.
 *
 * @throws {ResourceFileError} when the file cannot be used.
 */
export async function readPractice(directory: string): Promise<PracticeItem> {
  return await readYaml(join(directory, 'practice.yaml'), PracticeItem);
}

/**
 * Reads the authored follow-up questions.
 *
 * @throws {ResourceFileError} when the file cannot be used, as when a trigger has no text.
 */
export async function readProbes(directory: string): Promise<Probes> {
  return await readYaml(join(directory, 'probes.yaml'), Probes);
}

/**
 * Reads what is suggested where a competency is weak.
 *
 * @param read the text of a file
 * @throws {ResourceFileError} when the file cannot be used
 */
export function readTrainingFile(file: string, read: (file: string) => string): TrainingFile {
  let text: string;
  try {
    text = read(file);
  } catch (cause) {
    throw new ResourceFileError(file, '', 'cannot be read; is it there, and may the kiosk read it?', { cause });
  }
  return valueOf(file, text, TrainingFile);
}
