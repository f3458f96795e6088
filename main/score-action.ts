import { analystProgram, transcriberProgram } from './analysis/child-programs.ts';
import { createAnswerScorer } from './answer-scorer.ts';
import { locate } from './locations.ts';
import { openEmbedding, openRecognisers } from './open-models.ts';
import { foreseen, readChoices, readText, recompute, scoreBatch, scoreOne, type ScoreOutput } from './score-command.ts';
import { parseScoreRequest } from './score-request.ts';
import { KeysUnavailableError } from './store/keys/keyring-port.ts';
import { openKeys } from './store/keys/open-keys.ts';
import { readShippedJobs } from './store/resource-files.ts';
import { readStoredReadings, StoredReadingsError } from './store/stored-readings.native.ts';
import { workspaceOf } from './store/workspace.ts';
import { surroundings } from './surroundings.ts';

/** The words of `anteroom score`. */
export interface ScoreOptions {
  readonly job?: string;
  readonly item?: string;
  readonly lang?: string;
  readonly audio?: string;
  readonly text?: string;
  readonly choices?: string;
  readonly batch?: string;
  readonly recompute?: string;
  readonly data: string;
  readonly json?: boolean;
}

/**
 * Carries out `anteroom score` with the very child processes a kiosk uses.
 *
 * @param fromCaller a path as the person typed it
 * @returns exit code: 0; 1 when a line was not scored or a stored result differs; 2 when the request cannot be used
 */
export async function scoreAction(options: ScoreOptions, fromCaller: (path: string) => string): Promise<number> {
  const { analystFile, transcriberFile, resourcesDirectory, modelsDirectory } = locate();
  const { keyring, launchChild } = surroundings();
  const output: ScoreOutput = { print: (line) => console.log(line), isJson: options.json === true };
  const places = { shippedDirectory: modelsDirectory, storeDirectory: workspaceOf(options.data).modelsDirectory };
  const scorer = createAnswerScorer({
    jobs: await readShippedJobs(resourcesDirectory),
    analyst: launchChild(analystProgram(analystFile, modelsDirectory, await openEmbedding(places)), logFailure),
    transcriber: launchChild(
      transcriberProgram(transcriberFile, workspaceOf(options.data).recogniserDirectory),
      logFailure,
    ),
    chooseRecogniser: await openRecognisers(places, process.env['PATH'] ?? ''),
    log: logFailure,
  });
  try {
    if (options.recompute !== undefined) {
      const keys = await openKeys(workspaceOf(options.data), keyring(), { isReadOnly: true });
      return await recompute(scorer, readStoredReadings(options.data, options.recompute, keys), output);
    }
    if (options.batch !== undefined) return await scoreBatch(scorer, fromCaller(options.batch), fromCaller, output);
    const { job, item, lang, audio, text, choices } = options;
    const request = parseScoreRequest({
      job,
      item,
      lang,
      ...(audio === undefined ? {} : { audio: fromCaller(audio) }),
      ...(text === undefined ? {} : { text: await readText(text, fromCaller) }),
      ...(choices === undefined ? {} : { choices: readChoices(choices) }),
    });
    return await scoreOne(scorer, request, output);
  } catch (error) {
    const isSaid = error instanceof StoredReadingsError || error instanceof KeysUnavailableError;
    console.error(isSaid ? error.message : foreseen(error));
    return 2;
  } finally {
    await scorer.close();
  }
}

/** What went wrong in a child goes to the terminal; its everyday messages do not. */
function logFailure({ eventId, disposition, detail }: { eventId: string; disposition: string; detail: object }): void {
  if (disposition === 'failure') console.error(`${eventId} ${JSON.stringify(detail)}`);
}
