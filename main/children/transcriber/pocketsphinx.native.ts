import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { TimeSpan } from '#shared/analysis.ts';
import type { PocketsphinxChoice } from '#shared/transcript-protocol.ts';
import { ForeseenFailure, systemCodeOf } from '../common/foreseen-failure.ts';
import { politeDictionary } from './pronouncing-dictionary.ts';
import { inHalves, speechMs } from './in-halves.ts';
import type { Recogniser } from './recogniser.ts';
import { readSegmentOutput } from './segment-output.ts';

const MODEL_ID = 'pocketsphinx_en_us';
const FRAME_MS = 10;
/**
 * Paths followed at once. The program's own limits are ten times as wide and change no word of clean speech (error rate the
 * same to the digit on 28 sentences of two voices), but several voices at once took it four times as long.
 */
const LIMITS = { maxhmmpf: '3000', maxwpf: '20' };
/** Of a program that fails: the end of what it printed. */
const MAX_REASON = 500;
/** Part of util-linux: ends the program with this process, however this process ends. */
const SETPRIV = '/usr/bin/setpriv';

/**
 * Makes the recogniser of the operating system ready: hashes its model and writes its dictionary, without swear words, to
 * the cache.
 *
 * @param cacheDir for the dictionary and for the lists of segments of the answer in work
 * @throws ForeseenFailure `model_missing` when a file of the model cannot be read
 */
export async function loadPocketsphinxRecogniser(choice: PocketsphinxChoice, cacheDir: string): Promise<Recogniser> {
  const files = await readModel(choice);
  const dictionary = politeDictionary(files.dictionary.toString('utf8'));
  const dictionaryFile = join(cacheDir, `${sha256(dictionary)}.dict`);
  // Whole or not at all: a half dictionary would quietly forget words.
  if (!existsSync(dictionaryFile)) {
    await writeFile(`${dictionaryFile}.${process.pid}`, dictionary);
    await rename(`${dictionaryFile}.${process.pid}`, dictionaryFile);
  }
  return {
    identity: {
      engine: 'pocketsphinx',
      model: { id: MODEL_ID, sha256: sha256(`${files.hashes.join('\n')}\n${sha256(dictionary)}`) },
      isPunctuated: false,
    },
    async transcribe(pcmPath, segments, _locale, onProgress) {
      let doneMs = 0;
      // two programs at once, whatever the machine: where an answer is cut must not depend on how many cores there are
      const halves = inHalves(segments).map(async (half) => {
        const workDir = await mkdtemp(join(cacheDir, 'answer-'));
        try {
          const { hypotheses, words } = await decode(choice, dictionaryFile, workDir, pcmPath, half);
          doneMs += speechMs(half);
          onProgress(doneMs);
          return readSegmentOutput(hypotheses, words, half);
        } finally {
          await rm(workDir, { recursive: true, force: true });
        }
      });
      return (await Promise.all(halves)).flat();
    },
  };
}

async function readModel(choice: PocketsphinxChoice): Promise<{ dictionary: Buffer; hashes: string[] }> {
  try {
    const names = (await readdir(choice.acousticModelDirectory)).toSorted();
    const paths = [...names.map((name) => join(choice.acousticModelDirectory, name)), choice.languageModelFile];
    const hashes: string[] = [];
    for (const path of paths) hashes.push(sha256(await readFile(path)));
    return { dictionary: await readFile(choice.dictionaryFile), hashes };
  } catch (error) {
    throw new ForeseenFailure('model_missing', `the model of pocketsphinx cannot be read (${systemCodeOf(error)})`, {
      cause: error,
    });
  }
}

/** One program for all segments of an answer: it loads its model once. */
async function decode(
  choice: PocketsphinxChoice,
  dictionaryFile: string,
  workDir: string,
  pcmPath: string,
  segments: readonly TimeSpan[],
): Promise<{ hypotheses: string; words: string }> {
  // The list knows no spaces in names, and the recording may lie anywhere.
  await symlink(resolve(pcmPath), join(workDir, 'recording.pcm'));
  const list = segments.map(
    ({ startMs, endMs }, i) => `recording ${Math.floor(startMs / FRAME_MS)} ${Math.floor(endMs / FRAME_MS)} ${i}\n`,
  );
  await writeFile(join(workDir, 'segments'), list.join(''));
  const options = {
    hmm: choice.acousticModelDirectory,
    dict: dictionaryFile,
    lm: choice.languageModelFile,
    adcin: 'yes',
    cepdir: workDir,
    cepext: '.pcm',
    ctl: join(workDir, 'segments'),
    hyp: join(workDir, 'hypotheses'),
    ctm: join(workDir, 'words'),
    logfn: join(workDir, 'log'),
    ...LIMITS,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`-${name}`, value]);
  await run(existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', choice.programFile] : [choice.programFile], args);
  return {
    hypotheses: await readFile(join(workDir, 'hypotheses'), 'utf8'),
    words: await readFile(join(workDir, 'words'), 'utf8'),
  };
}

function run([program = '', ...before]: readonly string[], args: readonly string[]): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, [...before, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let printed = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-MAX_REASON);
    });
    child.once('error', (error) => fail(failure(`was not started: ${error.message}`, error)));
    child.once('close', (code, signal) => {
      if (code === 0) done();
      else fail(failure(`ended with ${signal ?? `code ${String(code)}`}: ${printed.trim()}`));
    });
  });
}

function failure(message: string, cause?: unknown): ForeseenFailure {
  return new ForeseenFailure('recogniser_failed', `pocketsphinx ${message}`, { cause });
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
