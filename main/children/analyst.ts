import { parseArgs } from 'node:util';
import { AnalysisError } from '#shared/analysis.ts';
import type { AnalystAnswer } from '#shared/analyst-protocol.ts';
import { ForeseenFailure } from './common/foreseen-failure.ts';
import { answerRequests } from './analyst/answer-requests.ts';
import { createAssessor } from './analyst/assessor.ts';
import { findCarrier } from '#shared/child-carrier.ts';
import { loadEmbedders } from './analyst/load-embedders.ts';
import { loadSileroVoiceDetector } from './analyst/silero.native.ts';

/**
 * The analyst: a child process that owns the native speech library, so that a crash in it costs one retry and no interview.
 *
 * Started as `analyst --models DIR [--embedding JSON]` by `child_process.fork` or Electron's `utilityProcess.fork`.
 */
async function main(): Promise<void> {
  const carrier = findCarrier<AnalystAnswer>(process);
  const { models: modelsDir, embedding } = parseArgs({
    options: { models: { type: 'string' }, embedding: { type: 'string' } },
  }).values;
  if (carrier === null || modelsDir === undefined) {
    throw new Error('The analyst is started by the kiosk, with --models DIR and a message channel.');
  }
  carrier.onClose(() => process.exit(0));
  try {
    const embedders = await loadEmbedders(embedding, (reason) => console.error(reason));
    answerRequests(carrier, await loadSileroVoiceDetector(modelsDir), createAssessor(embedders), endProcess);
  } catch (error) {
    if (!(error instanceof ForeseenFailure)) throw error;
    // The parent reads the reason and ends this process; ending it here could lose the message.
    carrier.post({ kind: 'start_failed', error: AnalysisError.parse(error.toReply()) });
  }
}

/** The only place the reason of an unforeseen failure appears is stderr, which the parent writes to its log. */
function endProcess(error: unknown): void {
  console.error(error);
  process.exit(1);
}

main().catch(endProcess);
