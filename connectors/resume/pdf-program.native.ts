import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { findCarrier } from '#shared/child-carrier.ts';
import type { PdfAnswer } from './pdf-answer.ts';
import { pdfText } from './pdf-text.ts';

/** All that reading one PDF may take, of this whole process: buffers lie outside of the heap, so the heap's limit is not enough. */
const MOST_MEMORY = 512 * 1024 * 1024;
const HEAP_MB = 256;
const LOOK_MS = 10;

/**
 * Reads one PDF in a process of its own (`child_process.fork`, or Electron's `utilityProcess.fork`) and ends: the text is read in a second
 * thread while the first looks at how much memory it takes.
 */
function readOne(): void {
  const carrier = findCarrier<PdfAnswer>(process);
  if (carrier === null) throw new Error('This program is started by the kiosk or the hub, with a message channel.');
  carrier.onClose(() => process.exit(0));
  carrier.onMessage((bytes) => {
    if (!(bytes instanceof Uint8Array)) throw new Error('The message holds no file.');
    let isOver = false;
    const answer = (reply: PdfAnswer) => {
      if (isOver) return;
      isOver = true;
      clearInterval(watch);
      // the parent ends this process: ending it here could lose the message
      carrier.post(reply);
      void worker.terminate();
    };
    const tooHeavy = () => answer({ kind: 'fault', fault: 'too_heavy' });
    const worker = new Worker(fileURLToPath(import.meta.url), {
      workerData: bytes,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      stdout: true,
      stderr: true,
    });
    const watch = setInterval(() => {
      if (process.memoryUsage.rss() > MOST_MEMORY) tooHeavy();
    }, LOOK_MS);
    worker.once('message', (reply: PdfAnswer) => answer(reply));
    // out of memory comes this way too
    worker.once('error', tooHeavy);
    worker.once('exit', tooHeavy);
  });
}

if (isMainThread) readOne();
else {
  if (!(workerData instanceof Uint8Array)) throw new Error('The thread was given no file.');
  parentPort?.postMessage(await pdfText(workerData));
}
