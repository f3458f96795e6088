import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { LOCALES, type Locale } from '#shared/localized.ts';
import type { EmbeddingCalibration, ModelCatalog } from '#shared/models.ts';
import { defaultDataDirectory, locate } from './locations.ts';
import { modelRows, modelTable, progressLine, withoutIt } from './models-report.ts';
import { STALL_MS } from './models/download-file.ts';
import { fetchModel } from './models/fetch-model.ts';
import { importModels } from './models/import-model.ts';
import { gauge } from './models/install-model.ts';
import { ModelError, systemCode } from './models/model-error.ts';
import { type ModelPlaces, readCatalog, serves, stateOf, strangersIn, verifyModel } from './models/model-store.ts';
import type { DiskSpace, InstalledModel, ModelGauges } from './models/ports.ts';
import { removeModel } from './models/remove-model.ts';
import { workspaceOf } from './store/workspace.ts';

const EXIT = { verification: 1, input: 2 } as const;
const SHOWN_NAMES = 5;

export interface ModelsCommandParts {
  /** A path as the person typed it. */
  readonly fromCaller: (path: string) => string;
  readonly gauges: ModelGauges;
  readonly print: (text: string) => void;
  /** For the sentence why something was not done. */
  readonly complain: (text: string) => void;
  /** For progress. */
  readonly writeProgress: (text: string) => void;
  readonly isTerminal: boolean;
  /** Where the catalogue lies; the program's own folder unless a test says otherwise. */
  readonly shippedDirectory?: string;
  readonly exit: (code: number) => void;
  /** Ends at once: the words could not be read. */
  readonly abort: (code: number) => never;
}

/**
 * `anteroom models`. Exit codes: 0 done, 1 bytes are not what they have to be, 2 wrong words or nothing to do it with.
 * Every error is a sentence with the next step.
 */
export function modelsCommand(parts: ModelsCommandParts): Command {
  const models = new Command('models')
    .description('bring speech and language models onto this kiosk, check them, take them away')
    .exitOverride(({ exitCode }) => parts.abort(exitCode === 0 ? 0 : EXIT.input))
    .showHelpAfterError();

  function open(data: string): { places: ModelPlaces; catalog: Promise<ModelCatalog> } {
    const shippedDirectory = parts.shippedDirectory ?? locate().modelsDirectory;
    const places = { shippedDirectory, storeDirectory: workspaceOf(data).modelsDirectory };
    return { places, catalog: readCatalog(places) };
  }

  /** Runs an action; what is foreseen becomes its sentence and exit code. */
  async function run(action: () => Promise<number>): Promise<void> {
    try {
      parts.exit(await action());
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      parts.complain(error.message);
      parts.exit(EXIT[error.kind]);
    }
  }

  async function welcome(model: InstalledModel, catalog: ModelCatalog, places: ModelPlaces): Promise<void> {
    const entry = catalog.models.find(({ id }) => id === model.entry.id);
    if (entry === undefined) return;
    parts.print(`${entry.id} is installed. Terms: ${entry.licence}. ${entry.licenceSentence} (${entry.attribution})`);
    const { model: measured, notes } = await gauge(entry, places, parts.gauges);
    if (measured.measuredRtf !== null) {
      parts.print(`Speed here: ${measured.measuredRtf.toFixed(3)} s of computing per second of speech.`);
    }
    if (measured.calibration !== null) {
      for (const locale of LOCALES.filter((each) => serves(entry, each))) {
        parts.print(calibrationSentence(locale, measured.calibration[locale]));
      }
    }
    for (const note of notes) parts.print(note);
  }

  const onProgress = progressLine(parts.writeProgress, parts.isTerminal);
  const common = (data: string) => {
    const { places, catalog } = open(data);
    return { places, catalog, disk: diskOf(places.storeDirectory), now: () => new Date(), onProgress };
  };

  withData(models.command('list').description('every model of the catalogue, and how it stands here'), parts)
    .option('--json', 'print it as JSON')
    .action(({ data, json }: { data: string; json?: boolean }) =>
      run(async () => {
        const { places, catalog } = open(data);
        const rows = modelRows(await catalog, places);
        parts.print(json === true ? JSON.stringify(rows) : modelTable(rows));
        return 0;
      }),
    );

  withData(models.command('import').description('install the models a folder or ZIP holds'), parts)
    .argument('<path>', 'the folder or ZIP, for example on a USB stick', parts.fromCaller)
    .option('--id <model>', 'only this model')
    .option('--trust', 'take files whose right bytes are not known to us, on your word')
    .action((path: string, { data, id, trust }: { data: string; id?: string; trust?: boolean }) =>
      run(async () => {
        const { places, catalog, ...rest } = common(data);
        const known = await catalog;
        const isTrusted = trust === true;
        const result = await importModels({ ...rest, catalog: known, places, path, id: id ?? null, isTrusted });
        for (const model of result.installed) await welcome(model, known, places);
        for (const { entry } of result.unchanged) parts.print(`${entry.id} is here already, byte for byte.`);
        if (result.leftAside.length > 0) parts.print(`Left aside: ${someOf(result.leftAside)}.`);
        return 0;
      }),
    );

  withData(models.command('fetch').description('download a model; goes on where an earlier call stopped'), parts)
    .argument('<id>', 'as "models list" names it')
    .option('--from <url>', 'the folder with the files, instead of the address of the catalogue', parseFolderUrl)
    .option('--trust', 'take files whose right bytes are not known to us, on your word')
    .action((id: string, { data, from, trust }: { data: string; from?: string; trust?: boolean }) =>
      run(async () => {
        const { places, catalog, ...rest } = common(data);
        const known = await catalog;
        const network = { fetch, wait: waitFor, stallMs: STALL_MS };
        const isTrusted = trust === true;
        const all = { ...rest, ...network, catalog: known, places, id, from: from ?? null, isTrusted };
        const { model, isNew } = await fetchModel(all);
        if (isNew) await welcome(model, known, places);
        else parts.print(`${id} is here already, byte for byte.`);
        return 0;
      }),
    );

  withData(models.command('verify').description('read every byte again; exit code 1 when one is wrong'), parts)
    .argument('[ids...]', 'only these models')
    .action((ids: string[], { data }: { data: string }) =>
      run(async () => {
        const { places, catalog } = open(data);
        return (await verifyAll(ids, await catalog, places, parts.print)) ? 0 : EXIT.verification;
      }),
    );

  withData(models.command('remove').description('take a model off this kiosk'), parts)
    .argument('<id>', 'as "models list" names it')
    .option('--yes', 'do it')
    .action((id: string, { data, yes }: { data: string; yes?: boolean }) =>
      run(async () => {
        const { places, catalog } = open(data);
        const known = await catalog;
        const entry = known.models.find((model) => model.id === id);
        if (yes !== true && entry !== undefined) {
          throw new ModelError(
            'input',
            `Without ${id}, ${withoutIt(entry)}. To take it away, call this again with --yes.`,
          );
        }
        await removeModel(id, known, places);
        parts.print(`${id} is gone.`);
        return 0;
      }),
    );

  return models;
}

function calibrationSentence(locale: Locale, calibration: EmbeddingCalibration | undefined): string {
  if (calibration === undefined) {
    return `Not calibrated for ${locale}: it does not tell related from unrelated sentences of the posts. Words decide there.`;
  }
  const { c0, c1, unrelatedPairs, paraphrasePairs } = calibration;
  return `Calibrated for ${locale}: unrelated sentences up to ${c0.toFixed(3)} (${unrelatedPairs} pairs), the same in other words ${c1.toFixed(3)} (${paraphrasePairs} pairs).`;
}

async function verifyAll(
  ids: readonly string[],
  catalog: ModelCatalog,
  places: ModelPlaces,
  print: (text: string) => void,
): Promise<boolean> {
  const unknown = ids.find((id) => !catalog.models.some((entry) => entry.id === id));
  if (unknown !== undefined) {
    throw new ModelError('input', `There is no model "${unknown}". "anteroom models list" names them.`);
  }
  let isSound = true;
  for (const entry of catalog.models) {
    if (ids.length > 0 && !ids.includes(entry.id)) continue;
    const state = stateOf(entry, places);
    if (state.kind === 'absent') {
      if (ids.length > 0) throw new ModelError('input', `${entry.id} is not installed; there is nothing to check.`);
      continue;
    }
    const problems = state.kind === 'unusable' ? [state.reason] : await problemsOf(state.model);
    print(`${entry.id.padEnd(28)} ${problems.length === 0 ? 'ok' : 'NOT SOUND'}`);
    for (const problem of problems) print(`    ${problem}. Remove the model and import it again.`);
    isSound &&= problems.length === 0;
  }
  for (const name of strangersIn(places, catalog))
    print(`${name} in ${places.storeDirectory} is no model; it is not used.`);
  return isSound;
}

async function problemsOf(model: InstalledModel): Promise<string[]> {
  const verdicts = await verifyModel(model);
  return verdicts.flatMap(({ path, problem }) => (problem === null ? [] : [`${path}: ${problem}`]));
}

function withData(command: Command, { fromCaller }: ModelsCommandParts): Command {
  return command.option(
    '--data <folder>',
    'where this kiosk keeps its data',
    fromCaller,
    defaultDataDirectory(process.env),
  );
}

function parseFolderUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('an http(s) URL');
}

function someOf(names: readonly string[]): string {
  const rest = names.length - SHOWN_NAMES;
  return `${names.slice(0, SHOWN_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** The disk of a folder that may not be there yet: that of the nearest one above. */
function diskOf(directory: string): DiskSpace {
  return {
    async freeBytes() {
      for (let at = directory; ; at = dirname(at)) {
        try {
          const { bavail, bsize } = await statfs(at);
          return bavail * bsize;
        } catch (error) {
          if (systemCode(error) !== 'ENOENT' || dirname(at) === at) throw error;
        }
      }
    },
  };
}

function waitFor(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
