// npm run bench [-- analysis candidates capture first-paint transcription interview list scoring shell store sync]
import { benchAnalysis } from './analysis.ts';
import { benchCapture } from './capture.ts';
import { benchTranscription } from './transcription.ts';
import { benchInterview } from './interview.ts';
import { benchList } from './list.ts';
import { benchFirstPaint } from './list/first-paint.ts';
import { benchScoring } from './scoring.ts';
import { benchCandidates, benchShell } from './shell.ts';
import { benchStore } from './store.ts';
import { benchSync } from './sync.ts';

const BENCHES: Readonly<Record<string, () => Promise<Record<string, number>>>> = {
  analysis: benchAnalysis,
  candidates: benchCandidates,
  capture: benchCapture,
  'first-paint': benchFirstPaint,
  transcription: benchTranscription,
  interview: benchInterview,
  list: benchList,
  scoring: benchScoring,
  shell: benchShell,
  store: benchStore,
  sync: benchSync,
};

const names = process.argv.slice(2);
for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
  const bench = BENCHES[name];
  if (!bench) throw new Error(`There is no benchmark "${name}". Known: ${Object.keys(BENCHES).join(', ')}.`);
  const figures = await bench();
  console.table(
    Object.fromEntries(Object.entries(figures).map(([figure, value]) => [figure, Number(value.toPrecision(3))])),
  );
  console.log(JSON.stringify({ bench: name, ...figures }));
}
