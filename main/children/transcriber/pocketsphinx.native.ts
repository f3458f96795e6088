import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TimeSpan } from '#shared/analysis.ts';
import type { PcmInput } from '#shared/pcm-input.ts';
import type { PocketsphinxChoice } from '#shared/transcript-protocol.ts';
import { ForeseenFailure, systemCodeOf } from '../common/foreseen-failure.ts';
import { openPcmFile } from '../common/pcm-file.ts';
import { createNamelessFile } from './nameless-file.ts';
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
/** The descriptors the program is given, beside the usual three, and how it opens them by name. */
const FD = { recording: 3, segments: 4, hypotheses: 5, words: 6 };
const FD_DIRECTORY = '/proc/self/fd';

/**
 * Makes the recogniser of the operating system ready: hashes its model and writes its dictionary, without swear words, to
 * the cache.
 *
 * @param cacheDir for the dictionary; nothing of an answer is left there, see `createNamelessFile`
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
    async transcribe(pcm, segments, _locale, onProgress) {
      await using recording = await openRecording(pcm, cacheDir);
      let doneMs = 0;
      // two programs at once, whatever the machine: where an answer is cut must not depend on how many cores there are
      const halves = inHalves(segments).map(async (half) => {
        const { hypotheses, words } = await decode(choice, dictionaryFile, cacheDir, recording.fd, half);
        doneMs += speechMs(half);
        onProgress(doneMs);
        return readSegmentOutput(hypotheses, words, half);
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

/** The samples as an open file, each half of an answer reading where it likes in it. */
async function openRecording(
  pcm: PcmInput,
  cacheDir: string,
): Promise<{ readonly fd: number } & (Disposable | AsyncDisposable)> {
  return 'path' in pcm ? openPcmFile(pcm.path) : createNamelessFile(cacheDir, pcm.bytes);
}

/** One program for all segments of an answer: it loads its model once. */
async function decode(
  choice: PocketsphinxChoice,
  dictionaryFile: string,
  cacheDir: string,
  recordingFd: number,
  segments: readonly TimeSpan[],
): Promise<{ hypotheses: string; words: string }> {
  const list = segments.map(
    ({ startMs, endMs }, i) =>
      `${FD.recording} ${Math.floor(startMs / FRAME_MS)} ${Math.floor(endMs / FRAME_MS)} ${i}\n`,
  );
  // in one tick up to the start of the program, which has the files from then on
  using segmentsFile = createNamelessFile(cacheDir, list.join(''));
  using hypotheses = createNamelessFile(cacheDir);
  using words = createNamelessFile(cacheDir);
  const options = {
    hmm: choice.acousticModelDirectory,
    dict: dictionaryFile,
    lm: choice.languageModelFile,
    adcin: 'yes',
    cepdir: FD_DIRECTORY,
    cepext: '',
    ctl: join(FD_DIRECTORY, String(FD.segments)),
    hyp: join(FD_DIRECTORY, String(FD.hypotheses)),
    ctm: join(FD_DIRECTORY, String(FD.words)),
    // its log repeats every word
    logfn: '/dev/null',
    ...LIMITS,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`-${name}`, value]);
  const command = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', choice.programFile] : [choice.programFile];
  // in the order of FD
  await run(command, args, [recordingFd, segmentsFile.fd, hypotheses.fd, words.fd]);
  return { hypotheses: hypotheses.text(), words: words.text() };
}

function run(
  [program = '', ...before]: readonly string[],
  args: readonly string[],
  files: readonly number[],
): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, [...before, ...args], { stdio: ['ignore', 'ignore', 'pipe', ...files] });
    let printed = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
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
