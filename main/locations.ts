import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where the program finds what is not code. */
export interface Locations {
  readonly projectDirectory: string;
  readonly resourcesDirectory: string;
  readonly modelsDirectory: string;
  /** The built page. */
  readonly pageDirectory: string;
  /** The sandboxed preload script. */
  readonly preloadFile: string;
  /** Entry of the analyst process: its source while this file is source, else the built one. */
  readonly analystFile: string;
  /** Entry of the transcriber process, likewise. */
  readonly transcriberFile: string;
  /** Entry of the process that reads one PDF, likewise. */
  readonly pdfReaderFile: string;
}

/** The nearest folder above that has a package.json; built and unbuilt code lie at different depths below it. */
function findProject(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error(`No package.json above ${import.meta.dirname}.`);
  return findProject(parent);
}

/**
 * @param from a folder of the program: this file's, but in tests
 */
export function locate(from = import.meta.dirname): Locations {
  const projectDirectory = findProject(from);
  const builtDirectory = join(projectDirectory, 'out');
  const childFile = (name: string) =>
    import.meta.filename.endsWith('.ts')
      ? join(projectDirectory, 'main', 'children', `${name}.ts`)
      : join(builtDirectory, 'main', `${name}.js`);
  // a packed program is an archive that lies beside its resources and models
  const dataRoot = existsSync(join(projectDirectory, 'resources')) ? projectDirectory : dirname(projectDirectory);
  return {
    projectDirectory,
    resourcesDirectory: join(dataRoot, 'resources'),
    modelsDirectory: join(dataRoot, 'models'),
    pageDirectory: join(builtDirectory, 'renderer'),
    preloadFile: join(builtDirectory, 'preload', 'index.cjs'),
    analystFile: childFile('analyst'),
    transcriberFile: childFile('transcriber'),
    pdfReaderFile: import.meta.filename.endsWith('.ts')
      ? join(projectDirectory, 'connectors', 'resume', 'pdf-program.native.ts')
      : join(builtDirectory, 'main', 'pdf-reader.js'),
  };
}

/**
 * The folder for this kiosk's data where the operating system keeps application data.
 * @param environment `process.env`
 */
export function defaultDataDirectory(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'anteroom');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'anteroom');
  const dataHome = environment['XDG_DATA_HOME'];
  return join(dataHome?.startsWith('/') ? dataHome : join(homedir(), '.local', 'share'), 'anteroom');
}
