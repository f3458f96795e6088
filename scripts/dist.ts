// `npm run dist [-- --dir] [-- --out FOLDER]`: packs the built kiosk for this system, as electron-builder.yml says.
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { electronProgram } from './launcher/electron-program.ts';
import { packKiosk } from './pack-kiosk.ts';

const root = resolve(import.meta.dirname, '..');

const USAGE = `npm run dist [-- --dir] [-- --out FOLDER]
  --dir         only the folder that the installers would hold
  --out FOLDER  where it is written (release)
Packs for the system it runs on: Linux (AppImage, deb), Windows (NSIS), macOS (dmg).`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { dir: { type: 'boolean' }, out: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const electron = electronProgram(root);
  if (electron === null) {
    console.error(
      "Electron's program is not on this computer and could not be fetched. Its npm package gets it from GitHub: connect this computer, " +
        'or set ELECTRON_MIRROR to a mirror of your own, and run the same command again. Nothing was packed.',
    );
    return 1;
  }
  const caller = process.env['ANTEROOM_CALLER_DIRECTORY'] ?? process.cwd();
  const outDirectory = values.out === undefined ? join(root, 'release') : resolve(caller, values.out);
  const isFolderOnly = values.dir === true;
  const written = await packKiosk({ root, electronDirectory: electron.directory, outDirectory, isFolderOnly });
  for (const file of isFolderOnly ? [outDirectory] : written) console.log(file);
  return 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
