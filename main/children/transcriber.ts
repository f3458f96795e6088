import { mkdir } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import type { TranscriberReply } from '#shared/transcript-protocol.ts';
import { findCarrier } from '#shared/child-carrier.ts';
import { systemCodeOf } from './common/foreseen-failure.ts';
import { answerRequests } from './transcriber/answer-requests.ts';
import { loadPocketsphinxRecogniser } from './transcriber/pocketsphinx.native.ts';
import { loadSherpaRecogniser } from './transcriber/sherpa.native.ts';

/**
 * The transcriber: a child process of its own, because sherpa-onnx ends the process for many a reason, and because it
 * must not be loaded beside onnxruntime-node (on Windows both bring an `onnxruntime.dll`).
 *
 * Started as `transcriber --cache DIR` by `child_process.fork` or Electron's `utilityProcess.fork`.
 */
async function main(): Promise<void> {
  const carrier = findCarrier<TranscriberReply>(process);
  const cacheDir = parseArgs({ options: { cache: { type: 'string' } } }).values.cache;
  if (carrier === null || cacheDir === undefined) {
    throw new Error('The transcriber is started by the kiosk, with --cache DIR and a message channel.');
  }
  carrier.onClose(() => process.exit(0));
  // it works while the candidate speaks: recording comes first, also before the programs that are started from here
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  try {
    await mkdir(cacheDir, { recursive: true });
  } catch (error) {
    const message = `${cacheDir} cannot be made (${systemCodeOf(error)})`;
    // The parent reads the reason and ends this process; ending it here could lose the message.
    carrier.post({ kind: 'start_failed', error: { code: 'recogniser_failed', message } });
    return;
  }
  answerRequests(
    carrier,
    (choice, locale) =>
      choice.library === 'sherpa_onnx'
        ? loadSherpaRecogniser(choice, locale)
        : loadPocketsphinxRecogniser(choice, cacheDir),
    endProcess,
  );
}

/** The only place the reason of an unforeseen failure appears is stderr, which the parent writes to its log. */
function endProcess(error: unknown): void {
  console.error(error);
  process.exit(1);
}

main().catch(endProcess);
