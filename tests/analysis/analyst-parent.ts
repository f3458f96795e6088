import { createAnalysisQueue } from '#main/analysis/analysis-queue.ts';
import { createNodeAnalystLauncher } from '#main/analysis/node-analyst.native.ts';

// A process with a queue at work, for the test that kills it: prints the analyst's process id once it is in a job.
const [entryPath = '', modelsDir = '', pcmPath = ''] = process.argv.slice(2);
let isTold = false;
const queue = createAnalysisQueue({
  launch: createNodeAnalystLauncher(entryPath, modelsDir, () => undefined),
  log: () => undefined,
  onResult: () => undefined,
  onProgress: () => {
    if (!isTold) console.log(queue.state().pid);
    isTold = true;
  },
});
queue.enqueue({ id: 'a', pcmPath });
