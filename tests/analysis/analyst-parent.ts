import { createAnalysisQueue } from '#main/analysis/analysis-queue.ts';
import { analystProgram } from '#main/analysis/child-programs.ts';
import { createNodeChildLauncher } from '#main/analysis/node-child.native.ts';

// A process with a queue at work, for the test that kills it: prints the analyst's process id once it is in a job.
const [entryPath = '', modelsDir = '', pcmPath = ''] = process.argv.slice(2);
let isTold = false;
const queue = createAnalysisQueue({
  launch: createNodeChildLauncher(analystProgram(entryPath, modelsDir), () => undefined),
  log: () => undefined,
  onResult: () => undefined,
  onProgress: () => {
    if (!isTold) console.log(queue.state().pid);
    isTold = true;
  },
});
queue.enqueue({ id: 'a', pcm: { path: pcmPath } });
