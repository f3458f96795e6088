import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { agreementCommand } from './agreement-command.ts';
import { auditCommand } from './audit-command.ts';
import { auditLogCommand } from './audit-log-command.ts';
import { folderSigner } from './folder-signer.ts';
import { bundleCommand } from './bundle-command.ts';
import { calibrateCommand } from './calibrate-command.ts';
import { certificateCommand } from './certificate-command.ts';
import { defaultDataDirectory, locate } from './locations.ts';
import { keysCommand } from './keys-command.ts';
import { modelsCommand } from './models-command.ts';
import { proofPackCommand } from './proof-pack-command.ts';
import { receiptsCommand } from './receipts-command.ts';
import type { Verification } from './store/verify.native.ts';
import { runProgram } from './run-program.native.ts';
import type { ScoreOptions } from './score-action.ts';
import { surroundings } from './surroundings.ts';
import { updateCommand } from './update-command.ts';

/** A path as the person typed it: npm starts us in the project folder, not in theirs. */
function fromCaller(path: string): string {
  return resolve(process.env['ANTEROOM_CALLER_DIRECTORY'] ?? process.cwd(), path);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('0 to 65535');
  return port;
}

function parseUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('an http(s) URL');
  return text;
}

function verificationTable({ directory, isSound, findings }: Verification): string {
  const rows = findings.map(({ check, count, problems }) => {
    const verdict = problems.length === 0 ? 'ok' : 'FAILED';
    return [`${check.padEnd(14)}${String(count).padStart(8)}  ${verdict}`, ...problems.map((line) => `    ${line}`)];
  });
  return [directory, ...rows.flat(), isSound ? 'Complete and unchanged.' : 'Not sound: see the lines above.'].join(
    '\n',
  );
}

const program = new Command('anteroom')
  .description('Structured job interviews on an offline kiosk.')
  .showHelpAfterError()
  .enablePositionalOptions();

program
  .command('host')
  .description('serve the kiosk to a browser on this machine; prints one line of JSON with the address')
  .option('--data <folder>', 'where this kiosk keeps its data', fromCaller, defaultDataDirectory(process.env))
  .option('--port <number>', 'port on 127.0.0.1; 0 takes a free one', parsePort, 0)
  .option('--hub <url>', 'head office to send to; written into the settings', parseUrl)
  .option('--hub-token <token>', "this kiosk's token at head office")
  .option('--supervised', 'a launcher holds standard input: session secret first, then a line per further address')
  .action(
    async (options: { data: string; port: number; hub?: string; hubToken?: string; supervised?: boolean }, command) => {
      const { data, port, hub, hubToken, supervised } = options;
      if ((hub === undefined) !== (hubToken === undefined)) {
        (command as Command).error('error: --hub and --hub-token belong together');
      }
      // loaded here: it is most of the program, and the other commands start in half the time without it
      const { hostCommand } = await import('./host-command.ts');
      await hostCommand({
        dataDirectory: data,
        port,
        ...(hub === undefined || hubToken === undefined ? {} : { hub: { url: hub, token: hubToken } }),
        isSupervised: supervised === true,
      });
    },
  );

program
  .command('verify')
  .description('check that the data of a kiosk is complete and unchanged; exit code 1 when it is not')
  .argument('<folder>', 'the data folder; read only', fromCaller)
  .option('--json', 'print the findings as JSON')
  .action(async (folder: string, options: { json?: boolean }) => {
    // loaded here so that the other commands start without the database addon
    const { verifyWorkspace } = await import('./verify-workspace.ts');
    const verification = await verifyWorkspace(folder, surroundings().keyring());
    console.log(options.json === true ? JSON.stringify(verification) : verificationTable(verification));
    process.exitCode = verification.isSound ? 0 : 1;
  });

program
  .command('repair')
  .description(
    'put a damaged or lost database right from its copies and its journal; exit code 1 when that cannot be done',
  )
  .argument('<folder>', 'the data folder; what was damaged is set aside, never deleted', fromCaller)
  .action(async (folder: string) => {
    const { repairCommand } = await import('./repair-command.native.ts');
    process.exitCode = repairCommand(folder);
  });

program.addCommand(keysCommand(fromCaller));

program
  .command('export')
  .description(
    'write everything a kiosk holds of one interview into a folder, for the person it is about; readable and NOT encrypted',
  )
  .argument('<session>', 'id or reference of the interview')
  .requiredOption('--out <folder>', 'new folder; only its owner can read it', fromCaller)
  .option(
    '--data <folder>',
    'data folder of a kiosk that is not running; the export is noted in its audit log',
    fromCaller,
    defaultDataDirectory(process.env),
  )
  .action(async (session: string, { data, out }: { data: string; out: string }) => {
    const { exportCommand } = await import('./export-command.ts');
    process.exitCode = await exportCommand(
      { session, data, out },
      {
        keyring: surroundings().keyring(),
        print: (line) => console.log(line),
        complain: (line) => console.error(line),
      },
    );
  });

program
  .command('analyse')
  .description(
    'what the analyst hears in a WAV file: speech, pauses, loudness, pitch, rate; exit code 2 for a file it cannot read',
  )
  .argument('<file>', 'a PCM WAV file', fromCaller)
  .option('--json', 'print everything as JSON')
  .action(async (file: string, options: { json?: boolean }) => {
    const { analyseCommand } = await import('./analyse-command.ts');
    process.exitCode = await analyseCommand(file, options.json === true);
  });

program
  .command('score')
  .description('score an answer, a file of answers, or the stored answers of an interview again; nothing is stored')
  .option('--job <id>', 'the post')
  .option('--item <id>', 'the question')
  .option('--lang <language>', 'zh-CN or en')
  .option('--audio <file>', 'the spoken answer, a PCM WAV file')
  .option('--text <file>', 'the answer in words; - reads standard input; a role-play takes one turn per line')
  .option('--choices <json>', 'what was touched: an option, an order, ratings, or the result of a work sample')
  .option('--batch <file>', 'NDJSON with job, item, lang and audio, text or choices; one result per line')
  .option('--recompute <session>', 'id or reference of an interview: exit code 1 unless every byte is the same')
  .option(
    '--data <folder>',
    'data folder of the kiosk: its models, and the interview',
    fromCaller,
    defaultDataDirectory(process.env),
  )
  .option('--json', 'print everything as JSON')
  .action(async (options: ScoreOptions) => {
    const { scoreAction } = await import('./score-action.ts');
    process.exitCode = await scoreAction(options, fromCaller);
  });

program.addCommand(
  modelsCommand({
    fromCaller,
    // loaded here so that the other commands start without the model runtimes
    gauges: {
      calibrate: async (model) => (await import('./model-gauges.ts')).modelGauges.calibrate(model),
      measureRtf: async (model) => (await import('./model-gauges.ts')).modelGauges.measureRtf(model),
    },
    print: (text) => console.log(text),
    complain: (text) => console.error(text),
    writeProgress: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    exit: (code) => (process.exitCode = code),
    abort: (code) => process.exit(code),
  }),
);

program.addCommand(
  auditLogCommand({
    fromCaller,
    signerOf: (folder) => folderSigner(folder, surroundings().keyring()),
    print: (text) => console.log(text),
    complain: (text) => console.error(text),
    exit: (code) => (process.exitCode = code),
    abort: (code) => process.exit(code),
    now: () => new Date(),
  }),
);

program.addCommand(
  certificateCommand({
    fromCaller,
    // loaded here so that the other commands start without the database addon
    stored: async (folder, interview) =>
      (await import('./store/stored-certificates.native.ts')).storedCertificates(folder, interview),
    print: (text) => console.log(text),
    complain: (text) => console.error(text),
    exit: (code) => (process.exitCode = code),
  }),
);

program.addCommand(
  proofPackCommand({
    fromCaller,
    keyring: () => surroundings().keyring(),
    defaultData: defaultDataDirectory(process.env),
    print: (text) => console.log(text),
    complain: (text) => console.error(text),
    exit: (code) => (process.exitCode = code),
  }),
);

const figures = {
  fromCaller,
  print: (text: string) => console.log(text),
  complain: (text: string) => console.error(text),
  exit: (code: number) => (process.exitCode = code),
};
program.addCommand(auditCommand(figures));
program.addCommand(calibrateCommand({ ...figures, now: () => new Date() }));
program.addCommand(agreementCommand(figures));

program.addCommand(
  receiptsCommand({
    fromCaller,
    print: (text) => console.log(text),
    complain: (text) => console.error(text),
    exit: (code) => (process.exitCode = code),
  }),
);

program.addCommand(
  bundleCommand({
    fromCaller,
    keyring: () => surroundings().keyring(),
    defaultData: defaultDataDirectory(process.env),
    runHub: (words) => runProgram(join(locate().projectDirectory, 'out/hub/index.js'), words),
    print: (text) => console.log(text),
    complain: (text) => console.error(text),
    exit: (code) => (process.exitCode = code),
  }),
);

program.addCommand(
  updateCommand({
    fromCaller,
    resourcesDirectory: locate().resourcesDirectory,
    print: (text) => console.log(text),
    complain: (text) => console.error(text),
    exit: (code) => (process.exitCode = code),
    now: () => new Date(),
  }),
);

/** A command that is a program of its own and reads its own words, `--help` among them. */
function addProgram(name: string, description: string, file: string): void {
  program
    .command(name)
    .description(description)
    .argument('[words...]')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (words: string[]) => {
      process.exitCode = await runProgram(join(locate().projectDirectory, file), words);
    });
}

addProgram('hub', 'run head office', 'out/hub/index.js');
addProgram('demo', 'an interview from the attract screen to head office, played by itself', 'tests/demo/run.ts');

await program.parseAsync(surroundings().words, { from: 'user' });
