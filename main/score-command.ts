import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text as readAll } from 'node:stream/consumers';
import { canonicalText } from '#shared/wire/canonical.ts';
import type { AnswerScorer, ScoredAnswer } from './answer-scorer.ts';
import { parseScoreRequest, type ScoreRequest, ScoreRequestError } from './score-request.ts';
import type { StoredReading } from './store/stored-readings.native.ts';
import { WavFileError } from './wav-file.ts';

/** Where the lines of a command go. */
export interface ScoreOutput {
  readonly print: (line: string) => void;
  readonly isJson: boolean;
}

/** A mistake of the person who asked, as a sentence; anything else is thrown on. */
export function foreseen(error: unknown): string {
  if (error instanceof ScoreRequestError || error instanceof WavFileError) return error.message;
  throw error;
}

/** Reads `--text`: a file, or standard input for `-`. */
export async function readText(path: string, fromCaller: (path: string) => string): Promise<string> {
  if (path === '-') return (await readAll(process.stdin)).trim();
  const file = fromCaller(path);
  if (!existsSync(file)) throw new ScoreRequestError(`There is no file ${file}.`);
  return (await readFile(file, 'utf8')).trim();
}

/** Reads `--choices`: JSON, or a bare option id. */
export function readChoices(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError && /^[a-z0-9-]+$/.test(json)) return json;
    throw new ScoreRequestError('"choices" is neither JSON nor the id of an option.', { cause: error });
  }
}

function percent(share: number): string {
  return String(Math.round(100 * share));
}

/** A result for a person who reads a terminal. */
export function scoreTable(result: ScoredAnswer): string {
  const { interval, confidence, words } = result;
  const number =
    interval !== null && confidence !== null
      ? `${Math.round(interval.score)} (${Math.round(interval.low)}–${Math.round(interval.high)}), ${confidence.label}, 1 answer`
      : result.score === null
        ? 'no number'
        : percent(result.score);
  const indicators = (words?.indicators ?? []).map(({ indicatorId, level, state, evidence }) => {
    const quote = evidence[0]?.clause.text ?? '';
    return `  ${indicatorId.padEnd(28)}${(level === null ? state : `level ${level}`).padEnd(12)}${quote}`;
  });
  const acts = (words?.acts?.acts ?? []).map(
    ({ act, weight, clause }) => `  ${act.padEnd(22)}${weight}  ${clause.text}`,
  );
  return [
    `${result.job} / ${result.item} (${result.kind}, ${result.lang})`,
    `status      ${result.status}`,
    `score       ${number}${result.isProvisional ? '  provisional: a person opens the flag first' : ''}`,
    ...(result.level === null ? [] : [`level       ${result.level}`]),
    ...indicators,
    ...acts,
    ...(result.transcript === null
      ? []
      : [`transcript  ${result.transcript.segments.map(({ text }) => text).join(' | ')}`]),
    ...(result.transcriptionError === null ? [] : [`transcript  none: ${result.transcriptionError}`]),
    ...(result.signals.length === 0 ? [] : [`signals     ${result.signals.map(({ code }) => code).join(', ')}`]),
    ...(result.probe === null ? [] : [`would ask   ${result.probe}`]),
    `config      ${result.configHash}`,
    `ms          ${Object.entries(result.timings)
      .map(([stage, ms]) => `${stage} ${ms.toFixed(1)}`)
      .join(', ')}`,
  ].join('\n');
}

/** Scores one answer and prints it. */
export async function scoreOne(scorer: AnswerScorer, request: ScoreRequest, output: ScoreOutput): Promise<number> {
  const result = await scorer.score(request);
  output.print(output.isJson ? JSON.stringify(result) : scoreTable(result));
  return 0;
}

/** A file named in a batch lies where the caller is, or beside the batch. */
function besideBatch(path: string, batch: string, fromCaller: (path: string) => string): string {
  const here = fromCaller(path);
  return existsSync(here) ? here : resolve(dirname(batch), path);
}

/**
 * Scores a file of NDJSON, one result per line in its order. A line that cannot be scored gives a line with `error`, and the
 * ones behind it go on.
 *
 * @returns exit code: 0, or 1 when a line was not scored
 */
export async function scoreBatch(
  scorer: AnswerScorer,
  file: string,
  fromCaller: (path: string) => string,
  output: ScoreOutput,
): Promise<number> {
  let failures = 0;
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (!/\S/u.test(line)) continue;
    try {
      const request = parseScoreRequest(parseLine(line));
      const { audio, ...rest } = request;
      const result = await scorer.score(
        audio === undefined ? rest : { ...rest, audio: besideBatch(audio, file, fromCaller) },
      );
      output.print(output.isJson ? JSON.stringify(result) : `${scoreTable(result)}\n`);
    } catch (error) {
      failures += 1;
      output.print(JSON.stringify({ line: number, error: foreseen(error) }));
    }
  }
  return failures === 0 ? 0 : 1;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new ScoreRequestError('The line is not JSON.', { cause: error });
  }
}

/**
 * Assesses the stored words of an interview again and compares every byte (R22).
 *
 * @returns exit code: 0 when all are the same, 1 when one differs
 */
export async function recompute(
  scorer: AnswerScorer,
  readings: readonly StoredReading[],
  output: ScoreOutput,
): Promise<number> {
  let differing = 0;
  for (const { itemId, input, assessment } of readings) {
    const now = await scorer.assess(input);
    const isSame = canonicalText(now) === assessment;
    if (!isSame) differing += 1;
    const { engine } = JSON.parse(assessment) as { engine: { configHash: string } };
    const result = {
      itemId,
      isIdentical: isSame,
      storedConfigHash: engine.configHash,
      configHash: now.engine.configHash,
      status: now.status,
    };
    const cause = engine.configHash === now.engine.configHash ? 'another result' : 'another configuration';
    output.print(
      output.isJson ? JSON.stringify(result) : `${itemId.padEnd(28)}${isSame ? 'identical' : `DIFFERS: ${cause}`}`,
    );
  }
  if (!output.isJson) output.print(`${readings.length} answers, ${differing} differing.`);
  return differing === 0 ? 0 : 1;
}
